# frozen_string_literal: true

class CreateMutedAndIgnoredUsers < ActiveRecord::Migration[7.2]
  def change
    %w[muted ignored].each do |name|
      create_table :"#{name}_users" do |t|
        t.integer :user_id, :"#{name}_user_id", null: false
        t.datetime :expiring_at if name == "ignored"
        t.timestamps
      end
    end
  end
end
