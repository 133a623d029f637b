# frozen_string_literal: true

# Members, what they may do and how they log in. Columns bear core's names.
class CreateUsers < ActiveRecord::Migration[7.2]
  def change
    create_table :users do |t|
      t.string :username, limit: 60, null: false
      t.string :username_lower, limit: 60, null: false, index: { unique: true }
      t.string :name
      t.string :title
      t.string :locale, limit: 10
      t.boolean :active, :approved, :admin, :moderator, :staged, null: false, default: false
      t.integer :trust_level, null: false, default: 1
      t.bigint :seen_notification_id, null: false, default: 0
      t.datetime :last_posted_at, :last_seen_at, :suspended_till, :silenced_till
      t.timestamps
    end

    create_table :user_emails do |t|
      t.integer :user_id, null: false, index: true
      t.string :email, limit: 513, null: false
      t.boolean :primary, null: false, default: false
      t.timestamps
      t.index "lower(email)", unique: true
    end

    create_table :user_passwords do |t|
      t.integer :user_id, null: false, index: { unique: true }
      t.string :password_hash, :password_salt, null: false
      t.timestamps
    end

    create_table :user_auth_tokens do |t|
      t.integer :user_id, null: false, index: true
      t.string :auth_token, null: false, index: { unique: true }
      t.timestamps
    end

    create_table :user_options, id: false do |t|
      t.integer :user_id, null: false, primary_key: true
      t.integer :email_level, null: false, default: 1
      t.integer :email_messages_level, null: false, default: 0
      t.integer :email_previous_replies, null: false, default: 2
      t.integer :composition_mode, null: false, default: 1
      t.boolean :allow_private_messages, null: false, default: true
      t.boolean :external_links_in_new_tab, null: false, default: false
      t.boolean :enable_quoting, null: false, default: true
      t.string :timezone
    end

    create_table :user_stats, id: false do |t|
      t.integer :user_id, null: false, primary_key: true
      t.integer :topic_count, :post_count, :draft_count, null: false, default: 0
      t.datetime :first_post_created_at
    end

    create_table :groups do |t|
      t.string :name, null: false, index: { unique: true }
      t.string :full_name
      t.boolean :automatic, null: false, default: false
      t.integer :user_count, null: false, default: 0
      t.integer :visibility_level, :messageable_level, :mentionable_level, null: false, default: 0
      t.timestamps
    end

    create_table :group_users do |t|
      t.integer :group_id, :user_id, null: false
      t.boolean :owner, null: false, default: false
      t.timestamps
      t.index %i[group_id user_id], unique: true
    end

    create_table :api_keys do |t|
      t.integer :user_id, :created_by_id
      t.datetime :last_used_at, :revoked_at
      t.text :description
      t.string :key_hash, null: false, index: true
      t.string :truncated_key, null: false
      t.timestamps
    end
  end
end
