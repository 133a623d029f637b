# frozen_string_literal: true

# Closes, archives or hides a topic, and says so in a small action post; its text is blank unless the status comes from
# a timer, or with a message.
TopicStatusUpdater =
  Struct.new(:topic, :user) do
    def update!(status, enabled, opts = {})
      status = TopicStatusUpdater::Status.new(status, enabled)
      @topic_timer = topic.public_topic_timer
      updated = nil
      Topic.transaction do
        updated = change(status)
        create_moderator_post_for(status, opts) if updated
      end
      updated
    end

    private

    def change(status)
      changed =
        Topic.where(:id => topic.id, status.column => !status.enabled).update_all(
          status.column => status.enabled,
        )
      if @topic_timer && status.closing_topic?
        topic.delete_topic_timer(TopicTimer.types[:close])
        topic.delete_topic_timer(TopicTimer.types[:silent_close])
      end
      changed > 0
    end

    def create_moderator_post_for(status, opts)
      message = opts[:message]
      topic.add_moderator_post(user, message || message_for(status), options_for(status, opts))
      topic.reload
    end

    # How long it took until a timer closed it.
    def message_for(status)
      return if !status.autoclosed?
      hours = ((Time.zone.now - (@topic_timer&.created_at || topic.created_at)) / 1.hour).round
      I18n.t("topic_statuses.#{status.action_code.tr(".", "_")}_hours", count: hours)
    end

    def options_for(status, opts)
      {
        bump: status.column == "closed" && !status.enabled,
        post_type: Post.types[:small_action],
        silent: opts[:silent],
        action_code: status.action_code,
      }
    end
  end

TopicStatusUpdater::Status =
  Struct.new(:name, :enabled) do
    def autoclosed?
      name == "autoclosed"
    end

    def column
      autoclosed? ? "closed" : name
    end

    def closing_topic?
      column == "closed" && enabled
    end

    def action_code
      "#{name}.#{enabled ? "enabled" : "disabled"}"
    end
  end
