# frozen_string_literal: true

# The staff's log, and the tables of plugins that Discourse ships: as their own migrations make them.
class CreateWhatPluginsKeepBesidePosts < ActiveRecord::Migration[7.2]
  def change
    create_table :user_histories do |t|
      t.integer :action, null: false
      t.integer :acting_user_id, :target_user_id, :topic_id, :post_id, :category_id
      t.text :details, :subject, :previous_value, :new_value
      t.string :context, :ip_address, :email, :custom_type
      t.boolean :admin_only, default: false
      t.timestamps
    end

    create_table :discourse_boosts do |t|
      t.integer :post_id, :user_id, null: false
      t.string :raw, limit: 1000, null: false
      t.text :cooked, null: false
      t.timestamps
      t.index %i[post_id user_id], unique: true
    end

    create_table :assignments do |t|
      t.integer :topic_id, :assigned_to_id, :assigned_by_user_id, :target_id, null: false
      t.string :assigned_to_type, :target_type, null: false
      t.string :note
      t.text :status
      t.boolean :active, default: true
      t.timestamps
      t.index %i[target_id target_type], unique: true
    end

    create_table :suggested_edits do |t|
      t.integer :post_id, :user_id, :base_post_version, null: false
      t.integer :applied_by_id
      t.integer :status, null: false, default: 0
      t.text :raw_suggestion, null: false
      t.text :reason
      t.timestamps
    end

    create_table :shared_edit_revisions do |t|
      t.integer :post_id, :user_id, :version, null: false
      t.string :revision, :client_id, null: false
      t.string :raw
      t.integer :post_revision_id
      t.timestamps
      t.index %i[post_id version], unique: true
    end

    create_table :post_voting_comments do |t|
      t.integer :post_id, :user_id, :last_editor_id, null: false
      t.text :raw, :cooked, null: false
      t.integer :cooked_version
      t.timestamps
    end
  end
end
