# frozen_string_literal: true

# Topics, posts and who may read them. Columns bear core's names.
class CreateTopicsAndPosts < ActiveRecord::Migration[7.2]
  def change
    create_table :topics do |t|
      t.string :title, null: false
      t.string :fancy_title
      t.string :slug
      t.string :archetype, null: false, default: "regular"
      t.string :excerpt
      t.integer :user_id, :last_post_user_id, null: false
      t.integer :views, :posts_count, :reply_count, :like_count, null: false, default: 0
      t.integer :highest_post_number, :highest_staff_post_number, null: false, default: 0
      t.integer :participant_count, default: 1
      t.integer :word_count, :category_id, :deleted_by_id
      t.boolean :visible, null: false, default: true
      t.boolean :closed, :archived, null: false, default: false
      t.datetime :last_posted_at, :deleted_at
      t.datetime :bumped_at, null: false
      t.timestamps
    end

    create_table :topic_allowed_users do |t|
      t.integer :user_id, :topic_id, null: false
      t.timestamps
      t.index %i[topic_id user_id], unique: true
    end

    create_table :topic_allowed_groups do |t|
      t.integer :group_id, :topic_id, null: false
      t.index %i[group_id topic_id], unique: true
    end

    create_table :topic_users do |t|
      t.integer :user_id, :topic_id, null: false
      t.boolean :posted, null: false, default: false
      t.boolean :bookmarked, default: false
      t.integer :last_read_post_number
      t.integer :notification_level, null: false, default: 1
      t.integer :notifications_reason_id
      t.integer :total_msecs_viewed, null: false, default: 0
      t.integer :last_emailed_post_number
      t.datetime :last_visited_at, :first_visited_at, :last_posted_at
      t.index %i[user_id topic_id], unique: true
    end

    create_table :posts do |t|
      t.integer :user_id, index: true
      t.integer :topic_id, null: false
      t.integer :post_number, null: false
      t.text :raw, :cooked, null: false
      t.integer :reply_to_post_number, :reply_to_user_id, :deleted_by_id, :last_editor_id
      t.integer :locked_by_id
      t.integer :like_count, :reply_count, :quote_count, :self_edits, null: false, default: 0
      t.integer :reads, null: false, default: 0
      t.integer :post_type, :version, :public_version, :cook_method, null: false, default: 1
      t.integer :sort_order, :word_count
      t.boolean :hidden, :user_deleted, :wiki, :via_email, null: false, default: false
      t.string :edit_reason, :action_code, :locale
      t.text :raw_email
      t.datetime :deleted_at, :last_version_at, :baked_at
      t.timestamps
      t.index %i[topic_id post_number], unique: true
    end

    create_table :post_revisions do |t|
      t.integer :user_id, :post_id, :number
      t.text :modifications
      t.boolean :hidden, null: false, default: false
      t.timestamps
      t.index %i[post_id number], unique: true
    end

    %i[user topic post group].each do |model|
      create_table :"#{model}_custom_fields" do |t|
        t.integer :"#{model}_id", null: false
        t.string :name, limit: 256, null: false
        t.text :value
        t.timestamps
        t.index [:"#{model}_id", :name]
      end
    end
  end
end
