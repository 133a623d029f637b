# frozen_string_literal: true

# Looks for a text in all tables of the database.
module StoredText
  # @return [Array<String>] the tables in which a row, in PostgreSQL's own text form, holds the text
  def tables_with(text)
    connection = ActiveRecord::Base.connection
    pattern = connection.quote("%#{ActiveRecord::Base.sanitize_sql_like(text)}%")
    connection.tables.select do |table|
      connection.select_value(
        "SELECT 1 FROM #{connection.quote_table_name(table)} t WHERE t::text LIKE #{pattern} LIMIT 1",
      )
    end
  end
end
