# frozen_string_literal: true

class AddBouncesToEmailLogs < ActiveRecord::Migration[7.2]
  def change
    change_table :email_logs do |t|
      t.uuid :bounce_key, index: { unique: true }
      t.boolean :bounced, default: false, null: false
      t.string :bounce_error_code
    end
  end
end
