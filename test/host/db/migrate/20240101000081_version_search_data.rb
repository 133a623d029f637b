# frozen_string_literal: true

# What core knows a row by that is missing or outdated, and one of a personal message.
class VersionSearchData < ActiveRecord::Migration[7.2]
  def change
    %i[post_search_data topic_search_data].each do |table|
      add_column table, :locale, :string
      add_column table, :version, :integer, default: 0
    end
    add_column :post_search_data, :private_message, :boolean, null: false, default: false
  end
end
