# frozen_string_literal: true

# Members, what is kept of them, and the site's own. Columns bear core's names; `host_keys` stands for what core has in Redis.
class CreateMembersAndSite < ActiveRecord::Migration[7.2]
  def up
    rows :users do |t|
      t.string :username, :username_lower, limit: 60, null: false
      t.string :name, :title
      t.string :locale, limit: 10
      t.boolean :active, :approved, :admin, :moderator, :staged, null: false, default: false
      t.integer :trust_level, null: false, default: 1
      t.bigint :seen_notification_id, null: false, default: 0
      t.datetime :last_posted_at, :last_seen_at, :suspended_till, :silenced_till
      t.index :username_lower, unique: true
    end
    rows :user_emails do |t|
      t.integer :user_id, null: false, index: true
      t.string :email, limit: 513, null: false
      t.boolean :primary, null: false, default: false
      t.index "lower(email)", unique: true
    end
    rows :user_passwords do |t|
      t.integer :user_id, null: false, index: { unique: true }
      t.string :password_hash, :password_salt, null: false
    end
    rows :user_auth_tokens do |t|
      t.integer :user_id, null: false, index: true
      t.string :auth_token, null: false, index: { unique: true }
      t.integer :impersonated_user_id
      t.datetime :impersonation_expires_at
    end
    create_table :user_options, primary_key: :user_id, id: :integer do |t|
      t.integer :email_level, :composition_mode, null: false, default: 1
      t.integer :email_messages_level, null: false, default: 0
      t.integer :email_previous_replies, null: false, default: 2
      t.boolean :allow_private_messages, :enable_quoting, null: false, default: true
      t.boolean :email_in_reply_to, :enable_smart_lists, null: false, default: true
      t.boolean :external_links_in_new_tab, :mailing_list_mode, null: false, default: false
      t.string :timezone
    end
    create_table :user_stats, primary_key: :user_id, id: :integer do |t|
      t.integer :topic_count, :post_count, :draft_count, null: false, default: 0
      t.datetime :first_post_created_at
    end
    rows :muted_users do |t|
      t.integer :user_id, :muted_user_id, null: false
    end
    rows :ignored_users do |t|
      t.integer :user_id, :ignored_user_id, null: false
      t.datetime :expiring_at
    end

    rows :groups do |t|
      t.string :name, null: false, index: { unique: true }
      t.string :full_name, :incoming_email
      t.boolean :automatic, null: false, default: false
      t.integer :user_count, :messageable_level, :mentionable_level, null: false, default: 0
    end
    rows :group_users do |t|
      t.integer :group_id, :user_id, null: false
      t.boolean :owner, null: false, default: false
      t.index %i[group_id user_id], unique: true
    end

    rows :api_keys do |t|
      t.integer :user_id, :created_by_id
      t.datetime :last_used_at, :revoked_at
      t.text :description
      t.string :key_hash, :truncated_key, null: false
      t.index :key_hash
    end
    rows :user_api_keys do |t|
      t.integer :user_id, null: false
      t.string :key_hash, null: false, index: { unique: true }
      t.datetime :revoked_at
      t.datetime :last_used_at, null: false, default: -> { "CURRENT_TIMESTAMP" }
    end
    rows :user_api_key_scopes do |t|
      t.integer :user_api_key_id, null: false
      t.string :name, null: false
    end

    rows :drafts do |t|
      t.integer :user_id, null: false
      t.string :draft_key, null: false
      t.text :data, null: false
      t.bigint :sequence, null: false, default: 0
      t.integer :revisions, null: false, default: 1
      t.string :owner
      t.index %i[user_id draft_key], unique: true
    end
    create_table :draft_sequences do |t|
      t.integer :user_id, null: false
      t.string :draft_key, null: false
      t.bigint :sequence, null: false
      t.index %i[user_id draft_key], unique: true
    end
    rows :backup_draft_topics do |t|
      t.integer :user_id, :topic_id, null: false
      t.index :user_id, unique: true
    end
    rows :backup_draft_posts do |t|
      t.integer :user_id, :post_id, null: false
      t.string :key, null: false
      t.index %i[user_id key], unique: true
    end
    rows :bookmarks do |t|
      t.bigint :user_id, null: false
      t.string :name, limit: 100
      t.datetime :reminder_at, :reminder_last_sent_at, :reminder_set_at
      t.integer :auto_delete_preference, null: false, default: 0
      t.boolean :pinned, default: false
      t.bigint :bookmarkable_id
      t.string :bookmarkable_type
      t.index %i[user_id bookmarkable_type bookmarkable_id], unique: true
    end
    rows :notifications do |t|
      t.integer :notification_type, :user_id, null: false
      t.string :data, limit: 1000, null: false
      t.boolean :read, :high_priority, null: false, default: false
      t.integer :topic_id, :post_number
      t.index %i[user_id topic_id post_number]
    end
    rows :push_messages do |t|
      t.integer :user_id, null: false
      t.text :payload, null: false
    end
    rows :user_actions do |t|
      t.integer :action_type, :user_id, :acting_user_id, null: false
      t.integer :target_topic_id, :target_post_id, :target_user_id
    end
    rows :user_exports do |t|
      t.string :file_name, null: false
      t.integer :user_id, null: false
    end
    rows :invites do |t|
      t.string :invite_key, limit: 32, null: false
      t.integer :invited_by_id, null: false
      t.string :email
      t.text :custom_message
      t.string :description, limit: 100
    end

    rows :site_settings do |t|
      t.string :name, null: false, index: { unique: true }
      t.text :value
      t.integer :data_type, null: false
    end
    create_table :plugin_store_rows do |t|
      t.string :plugin_name, :key, :type_name, null: false
      t.text :value
      t.index %i[plugin_name key], unique: true
    end
    create_table :host_keys, primary_key: :key, id: :string do |t|
      t.text :value, null: false
      t.datetime :expires_at
    end
    rows :categories do |t|
      t.string :name, limit: 50, null: false
      t.string :slug, null: false
      t.string :email_in
      t.boolean :email_in_allow_strangers, :read_restricted, null: false, default: false
      t.boolean :mailinglist_mirror, null: false, default: false
    end
    rows :watched_words do |t|
      t.string :word, :replacement
      t.integer :action, null: false
      t.boolean :case_sensitive, null: false, default: false
      t.index %i[action word], unique: true
    end
    rows :themes do |t|
      t.string :name, null: false
      t.integer :user_id, null: false
      t.boolean :user_selectable, :component, null: false, default: false
      t.boolean :enabled, null: false, default: true
    end
    rows :child_themes do |t|
      t.integer :parent_theme_id, :child_theme_id, null: false
    end
    rows :theme_fields do |t|
      t.integer :theme_id, :target_id, null: false
      t.string :name, null: false
      t.text :value, null: false
      t.integer :type_id, null: false, default: 0
      t.index %i[theme_id target_id type_id name], unique: true
    end
    rows :user_histories do |t|
      t.integer :action, null: false
      t.integer :acting_user_id, :target_user_id, :topic_id, :post_id, :category_id
      t.text :details, :subject, :previous_value, :new_value
      t.string :context, :ip_address, :email
    end

    %i[user topic post group].each do |model|
      rows :"#{model}_custom_fields" do |t|
        t.integer :"#{model}_id", null: false
        t.string :name, limit: 256, null: false
        t.text :value
        t.index [:"#{model}_id", :name]
      end
    end
    seed
  end

  private

  # The rows that core seeds: the system user and the automatic groups.
  def seed
    execute <<~SQL
      INSERT INTO users (id, username, username_lower, name, active, approved, admin, moderator, trust_level, created_at, updated_at)
      VALUES (-1, 'system', 'system', 'system', TRUE, TRUE, TRUE, TRUE, 4, NOW(), NOW());
      INSERT INTO user_options (user_id) VALUES (-1);
      INSERT INTO user_stats (user_id) VALUES (-1);
      INSERT INTO user_emails (user_id, email, "primary", created_at, updated_at)
      VALUES (-1, 'no_email', TRUE, NOW(), NOW());
      INSERT INTO groups (id, name, automatic, created_at, updated_at)
      SELECT id, name, TRUE, NOW(), NOW()
      FROM (
        VALUES (0, 'everyone'), (1, 'admins'), (2, 'moderators'), (3, 'staff')
        UNION SELECT 10 + level, 'trust_level_' || level FROM generate_series(0, 4) AS level
      ) AS automatic (id, name);
      SELECT setval('groups_id_seq', 40);
    SQL
  end

  # Core's tables nearly all end so.
  def rows(name)
    create_table(name) do |t|
      yield(t)
      t.timestamps
    end
  end
end
