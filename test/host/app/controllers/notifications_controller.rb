# frozen_string_literal: true

class NotificationsController < ApplicationController
  requires_login

  def index
    limit = [params.fetch(:limit, 30).to_i, 60].min
    notifications = current_user.notifications.includes(:topic)
    if params[:filter_by_types]
      types = params[:filter_by_types].split(",").map { |type| Notification.types[type.to_sym] }
      notifications = notifications.where(notification_type: types)
    end
    notifications = notifications.order(high_priority: :desc, created_at: :desc).limit(limit).to_a
    notifications = Notification.filter_inaccessible_topic_notifications(guardian, notifications)
    notifications = Notification.populate_acting_user(notifications)
    bump_seen if params[:recent].present? && params[:bump_last_seen_reviewable].present?
    render_json_dump(
      notifications: serialize_data(notifications, NotificationSerializer),
      total_rows_notifications: current_user.notifications.count,
      seen_notification_id: current_user.seen_notification_id,
    )
  end

  def mark_read
    scope = current_user.notifications.unread
    scope = scope.where(id: params[:id]) if params[:id]
    scope = scope.where(notification_type: dismissed_types) if params[:dismiss_types]
    scope.update_all(read: true)
    bump_seen if !params[:id] && !params[:dismiss_types]
    current_user.reload.publish_notifications_state
    render json: success_json
  end

  private

  # @raise Discourse::InvalidParameters when a name is no type of notification
  def dismissed_types
    types = params[:dismiss_types].split(",").map { |name| Notification.types[name.strip.to_sym] }
    raise Discourse::InvalidParameters, :dismiss_types if types.include?(nil)
    types
  end

  def bump_seen
    current_user.update_columns(seen_notification_id: current_user.notifications.maximum(:id).to_i)
  end
end
