# frozen_string_literal: true

# Topics and posts, and everything beside them where their text may come to rest. Columns bear core's names.
class CreateTopicsAndPosts < ActiveRecord::Migration[7.2]
  def up
    rows :topics do |t|
      t.string :title, null: false
      t.string :fancy_title, :slug, :excerpt, :subtype, :featured_link
      t.string :archetype, null: false, default: "regular"
      t.integer :user_id, :word_count, :category_id, :deleted_by_id
      t.integer :last_post_user_id, null: false
      t.integer :views, :posts_count, :reply_count, :like_count, null: false, default: 0
      t.integer :highest_post_number, :highest_staff_post_number, null: false, default: 0
      t.integer :moderator_posts_count, null: false, default: 0
      t.integer :participant_count, default: 1
      t.boolean :visible, null: false, default: true
      t.boolean :closed, :archived, null: false, default: false
      t.datetime :last_posted_at, :deleted_at
      t.datetime :bumped_at, null: false
    end
    rows :topic_allowed_users do |t|
      t.integer :user_id, :topic_id, null: false
      t.index %i[topic_id user_id], unique: true
      t.index %i[user_id topic_id], unique: true
    end
    create_table :topic_allowed_groups do |t|
      t.integer :group_id, :topic_id, null: false
      t.index %i[group_id topic_id], unique: true
      t.index %i[topic_id group_id], unique: true
    end
    rows :topic_invites do |t|
      t.integer :topic_id, :invite_id, null: false
      t.index %i[topic_id invite_id], unique: true
    end
    create_table :topic_users do |t|
      t.integer :user_id, :topic_id, null: false
      t.boolean :posted, null: false, default: false
      t.boolean :bookmarked, default: false
      t.integer :last_read_post_number, :last_emailed_post_number
      t.integer :notification_level, null: false, default: 1
      t.integer :total_msecs_viewed, null: false, default: 0
      t.datetime :last_visited_at, :first_visited_at, :last_posted_at
      t.index %i[user_id topic_id], unique: true
    end
    rows :topic_timers do |t|
      t.datetime :execute_at, null: false
      t.integer :status_type, :user_id, :topic_id, null: false
      t.boolean :public_type, default: true
      t.datetime :deleted_at
      t.integer :deleted_by_id, :category_id
    end
    rows :topic_links do |t|
      t.integer :topic_id, :user_id, null: false
      t.integer :post_id
      t.string :url, null: false
      t.string :domain, limit: 100, null: false
      t.boolean :internal, null: false, default: false
      t.integer :clicks, null: false, default: 0
      t.index %i[topic_id post_id url], unique: true
    end
    rows :topic_link_clicks do |t|
      t.integer :topic_link_id, null: false, index: true
      t.integer :user_id
      t.string :ip_address
    end
    rows :user_archived_messages do |t|
      t.integer :user_id, :topic_id, null: false
      t.index %i[user_id topic_id], unique: true
    end
    rows :published_pages do |t|
      t.bigint :topic_id, null: false, index: { unique: true }
      t.string :slug, null: false, index: { unique: true }
      t.boolean :public, null: false, default: false
    end

    rows :posts do |t|
      t.integer :user_id, :reply_to_post_number, :reply_to_user_id, :deleted_by_id
      t.integer :last_editor_id, :locked_by_id, :sort_order, :word_count, :hidden_reason_id
      t.integer :topic_id, :post_number, null: false
      t.text :raw, :cooked, null: false
      t.integer :like_count, :reply_count, :quote_count, :self_edits, null: false, default: 0
      t.integer :reads, null: false, default: 0
      t.integer :post_type, :version, :public_version, :cook_method, null: false, default: 1
      t.boolean :hidden, :user_deleted, :wiki, :via_email, null: false, default: false
      t.string :edit_reason, :action_code, :locale, :outbound_message_id
      t.text :raw_email
      t.datetime :deleted_at, :last_version_at, :baked_at, :hidden_at
      t.index %i[topic_id created_at]
      t.index %i[topic_id post_number], unique: true
      t.index %i[topic_id sort_order]
      t.index %i[user_id created_at]
      t.index :user_id
    end
    rows :post_revisions do |t|
      t.integer :user_id, :post_id, :number
      t.text :modifications
      t.boolean :hidden, null: false, default: false
      t.index %i[post_id number], unique: true
    end
    create_table :post_timings, id: false do |t|
      t.integer :topic_id, :post_number, :user_id, :msecs, null: false
      t.index %i[topic_id post_number user_id], unique: true
    end
    rows :post_actions do |t|
      t.integer :post_id, :user_id, :post_action_type_id, null: false
      t.integer :related_post_id, :deleted_by_id
      t.boolean :staff_took_action, null: false, default: false
      t.datetime :deleted_at, :agreed_at, :disagreed_at, :deferred_at
    end
    rows :reviewables do |t|
      t.string :type, null: false
      t.integer :status, :version, null: false, default: 0
      t.integer :created_by_id, null: false
      t.integer :topic_id, :target_id, :target_created_by_id
      t.string :target_type
      t.boolean :reviewable_by_moderator, :potential_spam, null: false, default: false
      t.float :score, null: false, default: 0.0
      t.json :payload
      t.index %i[type target_id], unique: true
    end
    rows :reviewable_scores do |t|
      t.integer :reviewable_id, :user_id, :reviewable_score_type, null: false
      t.integer :status, null: false, default: 0
      t.float :score, null: false, default: 0.0
      t.integer :meta_topic_id
      t.string :reason
    end

    create_table :post_search_data, primary_key: :post_id, id: :integer do |t|
      t.tsvector :search_data
      t.text :raw_data
      t.string :locale
      t.integer :version, default: 0
      t.boolean :private_message, null: false, default: false
    end
    create_table :topic_search_data, primary_key: :topic_id, id: :integer do |t|
      t.tsvector :search_data
      t.text :raw_data
      t.string :locale
      t.integer :version, default: 0
    end
    rows :post_localizations do |t|
      t.integer :post_id, :post_version, :localizer_user_id, null: false
      t.string :locale, limit: 20, null: false
      t.text :raw, :cooked, null: false
      t.index %i[post_id locale], unique: true
    end
    rows :topic_localizations do |t|
      t.integer :topic_id, :localizer_user_id, null: false
      t.string :locale, limit: 20, null: false
      t.string :title, :fancy_title, null: false
      t.string :excerpt
      t.index %i[topic_id locale], unique: true
    end

    rows :email_logs do |t|
      t.string :to_address, :email_type, null: false
      t.integer :user_id, :post_id, :topic_id
      t.string :message_id
      t.text :raw
      t.uuid :bounce_key, index: { unique: true }
      t.boolean :bounced, null: false, default: false
    end
    rows :incoming_emails do |t|
      t.integer :user_id, :topic_id, :post_id
      t.integer :created_via, null: false, default: 0
      t.text :raw, :error, :message_id, :from_address, :to_addresses, :cc_addresses, :subject
      t.text :rejection_message
      t.boolean :is_auto_generated, default: false
      t.boolean :is_bounce, null: false, default: false
      t.index :message_id
    end
    rows :post_reply_keys do |t|
      t.integer :user_id, :post_id, null: false
      t.uuid :reply_key, null: false, index: { unique: true }
      t.index %i[user_id post_id], unique: true
    end

    # Of plugins that Discourse ships, as their own migrations make them.
    rows :discourse_boosts do |t|
      t.integer :post_id, :user_id, null: false
      t.string :raw, limit: 1000, null: false
      t.text :cooked, null: false
      t.index %i[post_id user_id], unique: true
    end
    rows :assignments do |t|
      t.integer :topic_id, :assigned_to_id, :assigned_by_user_id, :target_id, null: false
      t.string :assigned_to_type, :target_type, null: false
      t.string :note
      t.text :status
      t.boolean :active, default: true
      t.index %i[target_id target_type], unique: true
    end
    rows :suggested_edits do |t|
      t.integer :post_id, :user_id, :base_post_version, null: false
      t.integer :status, null: false, default: 0
      t.text :raw_suggestion, null: false
      t.text :reason
    end
    rows :shared_edit_revisions do |t|
      t.integer :post_id, :user_id, :version, null: false
      t.string :revision, :client_id, null: false
      t.string :raw
      t.index %i[post_id version], unique: true
    end
    rows :post_voting_comments do |t|
      t.integer :post_id, :user_id, :last_editor_id, null: false
      t.text :raw, :cooked, null: false
    end
  end

  private

  # Core's tables nearly all end so.
  def rows(name)
    create_table(name) do |t|
      yield(t)
      t.timestamps
    end
  end
end
