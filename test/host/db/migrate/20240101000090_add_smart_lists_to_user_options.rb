# frozen_string_literal: true

class AddSmartListsToUserOptions < ActiveRecord::Migration[7.2]
  def change
    add_column :user_options, :enable_smart_lists, :boolean, null: false, default: true
  end
end
