# frozen_string_literal: true

# Writes the staff's log. Of a post it keeps the text, unless that is gone for good.
class StaffActionLogger
  MAX_TEXT = 50_000

  def initialize(admin)
    raise Discourse::InvalidParameters.new(:admin) if !admin.is_a?(User)
    @admin = admin
  end

  def log_post_deletion(post, opts = {})
    details = {
      id: post.id,
      user: post.user&.username,
      topic: post.topic&.title,
      post_number: post.post_number,
      raw: truncate(post.raw),
    }
    details = {} if opts[:permanent]
    action = opts[:permanent] ? :delete_post_permanently : :delete_post
    create(action, details, post_id: post.id, **opts.slice(:context))
  end

  def log_topic_delete_recover(topic, action = "delete_topic", opts = {})
    first_post = topic.ordered_posts.with_deleted.first
    details = { id: topic.id, user: topic.user&.username, title: topic.title }
    details[:raw] = truncate(first_post.raw) if first_post
    details = {} if action == "delete_topic_permanently"
    create(action.to_sym, details, topic_id: topic.id, **opts.slice(:context))
  end

  def log_post_edit(post, opts = {})
    details = "#{truncate(opts[:old_raw])}\n\n---\n\n#{truncate(post.raw)}"
    create(:post_edit, details, post_id: post.id)
  end

  private

  def create(action, details, **attributes)
    details = details.map { |name, value| "#{name}: #{value}" }.join("\n") if details.is_a?(Hash)
    UserHistory.create!(
      action: UserHistory.actions[action],
      acting_user_id: @admin.id,
      details:,
      **attributes,
    )
  end

  def truncate(text)
    text.to_s.truncate(MAX_TEXT)
  end
end
