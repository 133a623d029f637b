# frozen_string_literal: true

class CreateThemes < ActiveRecord::Migration[7.2]
  def change
    create_table :themes do |t|
      t.string :name, null: false
      t.integer :user_id, null: false
      t.boolean :user_selectable, null: false, default: false
      t.boolean :component, null: false, default: false
      t.boolean :enabled, null: false, default: true
      t.timestamps
    end
    create_table :child_themes do |t|
      t.integer :parent_theme_id, :child_theme_id, null: false
      t.timestamps
    end
    create_table :theme_fields do |t|
      t.integer :theme_id, :target_id, null: false
      t.string :name, null: false
      t.text :value, null: false
      t.integer :type_id, null: false, default: 0
      t.timestamps
      t.index %i[theme_id target_id type_id name], unique: true
    end
  end
end
