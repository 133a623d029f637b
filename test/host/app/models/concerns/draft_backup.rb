# frozen_string_literal: true

# Keeps a long draft, as it is, in a message of its author to themselves; part of Draft in core.
module DraftBackup
  def backup_draft(user, key, sequence, data)
    reply = JSON.parse(data)["reply"] || ""
    return if reply.length < SiteSetting.backup_drafts_to_pm_length

    body =
      "#{reply.lines.map { |line| "    #{line}" }.join}\n\n```text\nseq: #{sequence}\nkey: #{key}\n```"
    post = Post.find_by(id: BackupDraftPost.where(user_id: user.id, key: key).pick(:post_id))
    if post
      post.update_columns(raw: body, cooked: PrettyText.cook(body))
    else
      topic = ensure_draft_topic!(user)
      options = { raw: body, skip_jobs: true, skip_validations: true, topic_id: topic.id }
      post = PostCreator.new(user, options).create
      BackupDraftPost.create!(user_id: user.id, key: key, post_id: post.id)
    end
  rescue StandardError => e
    Discourse.warn_exception(e, message: "Failed to backup draft")
  end

  def ensure_draft_topic!(user)
    topic = Topic.find_by(id: BackupDraftTopic.where(user_id: user.id).pick(:topic_id))
    return topic if topic

    post =
      PostCreator.new(
        user,
        title: I18n.t("draft_backup.pm_title"),
        archetype: Archetype.private_message,
        raw: I18n.t("draft_backup.pm_body"),
        skip_jobs: true,
        skip_validations: true,
        target_usernames: user.username,
      ).create
    BackupDraftTopic.create!(topic_id: post.topic_id, user_id: user.id)
    post.topic
  end
end
