# frozen_string_literal: true

# What several people write into one post at once (discourse-shared-edits). Its own columns hold the text until it
# becomes the post's, and most of it is written by SQL.
class SharedEditRevision < ActiveRecord::Base
  belongs_to :post

  def self.toggle_shared_edits!(post_id, enable)
    post = Post.find(post_id)
    if enable
      init!(post)
      post.custom_fields["shared_edits_enabled"] = true
    else
      commit!(post_id)
      where(post_id:).delete_all
      post.custom_fields.delete("shared_edits_enabled")
    end
    post.save_custom_fields
  end

  def self.init!(post)
    return if exists?(post_id: post.id)
    create!(
      post:,
      client_id: "system",
      user_id: Discourse::SYSTEM_USER_ID,
      version: 1,
      revision: [post.raw].to_json,
      raw: post.raw,
    )
  end

  def self.commit!(post_id)
    latest = where(post_id:).where.not(raw: nil).order(:version).last
    post = Post.find(post_id)
    return if latest.nil? || post.raw == latest.raw
    PostRevisor.new(post).revise!(Discourse.system_user, { raw: latest.raw })
  end

  # @return [Array(Integer, String)] version and revision
  def self.revise!(post_id:, user_id:, client_id:, revision:, version:, raw: nil)
    DB.exec(<<~SQL, post_id:, user_id:, client_id:, revision:, raw:, version: version + 1)
      INSERT INTO shared_edit_revisions
        (post_id, user_id, client_id, revision, raw, version, created_at, updated_at)
      VALUES (:post_id, :user_id, :client_id, :revision, :raw, :version, now(), now())
    SQL
    [version + 1, revision]
  end
end
