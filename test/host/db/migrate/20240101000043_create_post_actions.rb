# frozen_string_literal: true

# Likes, flags and what staff review. Columns bear core's names.
class CreatePostActions < ActiveRecord::Migration[7.2]
  def change
    add_column :posts, :hidden_at, :datetime
    add_column :posts, :hidden_reason_id, :integer

    create_table :post_actions do |t|
      t.integer :post_id, :user_id, :post_action_type_id, null: false
      t.integer :related_post_id, :deleted_by_id
      t.boolean :staff_took_action, :targets_topic, null: false, default: false
      t.datetime :deleted_at, :agreed_at, :disagreed_at, :deferred_at
      t.timestamps
    end

    create_table :reviewables do |t|
      t.string :type, null: false
      t.integer :status, null: false, default: 0
      t.integer :created_by_id, null: false
      t.integer :topic_id, :target_id, :target_created_by_id
      t.string :target_type
      t.boolean :reviewable_by_moderator, :potential_spam, null: false, default: false
      t.float :score, null: false, default: 0
      t.integer :version, null: false, default: 0
      t.json :payload
      t.timestamps
      t.index %i[type target_id], unique: true
    end

    create_table :reviewable_scores do |t|
      t.integer :reviewable_id, :user_id, :reviewable_score_type, null: false
      t.integer :status, null: false, default: 0
      t.float :score, null: false, default: 0
      t.integer :meta_topic_id
      t.string :reason
      t.timestamps
    end
  end
end
