# frozen_string_literal: true

# What staff tools leave beside topics and posts. Columns bear core's names.
class CreateStaffTools < ActiveRecord::Migration[7.2]
  def change
    add_column :topics, :moderator_posts_count, :integer, null: false, default: 0
    add_column :topics, :bannered_until, :datetime
    add_column :posts, :outbound_message_id, :string

    create_table :categories do |t|
      t.string :name, limit: 50, null: false
      t.string :slug, null: false
      t.string :email_in
      t.boolean :email_in_allow_strangers, :read_restricted, null: false, default: false
      t.boolean :mailinglist_mirror, null: false, default: false
      t.timestamps
    end

    create_table :published_pages do |t|
      t.bigint :topic_id, null: false, index: { unique: true }
      t.string :slug, null: false, index: { unique: true }
      t.boolean :public, null: false, default: false
      t.timestamps
    end

    create_table :topic_timers do |t|
      t.datetime :execute_at, null: false
      t.integer :status_type, :user_id, :topic_id, null: false
      t.boolean :based_on_last_post, null: false, default: false
      t.boolean :public_type, default: true
      t.datetime :deleted_at
      t.integer :deleted_by_id, :category_id, :duration_minutes
      t.timestamps
    end

    create_table :user_archived_messages do |t|
      t.integer :user_id, :topic_id, null: false
      t.timestamps
      t.index %i[user_id topic_id], unique: true
    end

    create_table :post_localizations do |t|
      t.integer :post_id, :post_version, :localizer_user_id, null: false
      t.string :locale, limit: 20, null: false
      t.text :raw, :cooked, null: false
      t.timestamps
      t.index %i[post_id locale], unique: true
    end

    create_table :topic_localizations do |t|
      t.integer :topic_id, :localizer_user_id, null: false
      t.string :locale, limit: 20, null: false
      t.string :title, :fancy_title, null: false
      t.string :excerpt
      t.timestamps
      t.index %i[topic_id locale], unique: true
    end
  end
end
