# frozen_string_literal: true

module Scale
  # What the plugin's tables take, by row.
  class Tables
    Size = Struct.new(:table, :rows, :heap, :indexes)

    # @return [Array<Size>] bytes, TOAST with the heap; of tables that have rows
    def sizes
      tables = ActiveRecord::Base.connection.tables.grep(/\Aencrypted_/).sort
      tables.map { |table| size(table) }.select { |size| size.rows > 100 }
    end

    # @return [Array(String, Integer, Integer)] each index, its bytes by row, and how often it was read by
    def indexes
      ActiveRecord::Base.connection.select_rows(<<~SQL)
        SELECT indexrelname, pg_relation_size(indexrelid), idx_scan FROM pg_stat_user_indexes
        WHERE relname LIKE 'encrypted\\_%' OR indexrelname LIKE 'idx_user_custom_fields_encrypted%' ORDER BY relname, indexrelname
      SQL
    end

    private

    def size(table)
      values = ActiveRecord::Base.connection.select_rows(<<~SQL).first
        SELECT (SELECT count(*) FROM #{table}), pg_table_size('#{table}'), pg_indexes_size('#{table}')
      SQL
      Size.new(table, *values)
    end
  end
end
