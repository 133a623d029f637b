# frozen_string_literal: true

# Everything beside the post itself where its text may come to rest. Columns bear core's names.
class CreateSideTables < ActiveRecord::Migration[7.2]
  def change
    create_table :drafts do |t|
      t.integer :user_id, null: false
      t.string :draft_key, null: false
      t.text :data, null: false
      t.bigint :sequence, null: false, default: 0
      t.integer :revisions, null: false, default: 1
      t.string :owner
      t.timestamps
      t.index %i[user_id draft_key], unique: true
    end

    create_table :draft_sequences do |t|
      t.integer :user_id, null: false
      t.string :draft_key, null: false
      t.bigint :sequence, null: false
      t.index %i[user_id draft_key], unique: true
    end

    create_table :notifications do |t|
      t.integer :notification_type, :user_id, null: false
      t.string :data, limit: 1000, null: false
      t.boolean :read, :high_priority, null: false, default: false
      t.integer :topic_id, :post_number, :post_action_id
      t.timestamps
      t.index %i[user_id topic_id post_number]
    end

    create_table :post_timings, id: false do |t|
      t.integer :topic_id, :post_number, :user_id, :msecs, null: false
      t.index %i[topic_id post_number user_id], unique: true
    end

    create_table :topic_links do |t|
      t.integer :topic_id, :user_id, null: false
      t.integer :post_id
      t.string :url, null: false
      t.string :domain, limit: 100, null: false
      t.boolean :internal, null: false, default: false
      t.integer :clicks, null: false, default: 0
      t.timestamps
      t.index %i[topic_id post_id url], unique: true
    end

    create_table :topic_link_clicks do |t|
      t.integer :topic_link_id, null: false, index: true
      t.integer :user_id
      t.string :ip_address
      t.timestamps
    end

    create_table :post_search_data, id: false do |t|
      t.integer :post_id, null: false, primary_key: true
      t.tsvector :search_data
      t.text :raw_data
    end

    create_table :topic_search_data, id: false do |t|
      t.integer :topic_id, null: false, primary_key: true
      t.tsvector :search_data
      t.text :raw_data
    end

    create_table :user_actions do |t|
      t.integer :action_type, :user_id, :acting_user_id, null: false
      t.integer :target_topic_id, :target_post_id, :target_user_id
      t.timestamps
    end

    create_table :email_logs do |t|
      t.string :to_address, :email_type, null: false
      t.integer :user_id, :post_id, :topic_id
      t.string :message_id
      t.text :raw
      t.timestamps
    end

    create_table :web_hook_events do |t|
      t.string :event_name, null: false
      t.text :payload, null: false
      t.timestamps
    end

    create_table :push_messages do |t|
      t.integer :user_id, null: false
      t.text :payload, null: false
      t.timestamps
    end
  end
end
