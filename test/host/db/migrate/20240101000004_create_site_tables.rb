# frozen_string_literal: true

# Settings and small stores. `host_keys` stands for what core keeps in Redis.
class CreateSiteTables < ActiveRecord::Migration[7.2]
  def change
    create_table :site_settings do |t|
      t.string :name, null: false, index: { unique: true }
      t.text :value
      t.integer :data_type, null: false
      t.timestamps
    end

    create_table :plugin_store_rows do |t|
      t.string :plugin_name, :key, :type_name, null: false
      t.text :value
      t.index %i[plugin_name key], unique: true
    end

    create_table :host_keys, id: false do |t|
      t.string :key, null: false, primary_key: true
      t.text :value, null: false
      t.datetime :expires_at
    end
  end
end
