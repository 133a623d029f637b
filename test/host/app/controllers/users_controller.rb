# frozen_string_literal: true

class UsersController < ApplicationController
  requires_login except: %i[show]
  skip_before_action :check_xhr, only: %i[bookmarks]

  SEARCH_LIMIT = 6

  def show
    user = fetch_user_from_params
    serializer = UserSerializer.new(user, scope: guardian, root: "user")
    render_json_dump(serializer)
  end

  def update
    user = fetch_user_from_params
    guardian.ensure_can_edit_user!(user)
    user.update!(params.permit(:name, :locale, :title).to_h)
    user.user_option.update!(params.permit(*OPTION_PARAMS).to_h)
    render json:
             success_json.merge(
               user: UserSerializer.new(user.reload, scope: guardian, root: false).as_json,
             )
  end

  # Of all devices, this one too. The others hear of it with their next request.
  def revoke_auth_token
    user = fetch_user_from_params
    guardian.ensure_can_edit_user!(user)
    user.user_auth_tokens.destroy_all
    render json: success_json
  end

  OPTION_PARAMS = %i[
    email_level
    email_messages_level
    allow_private_messages
    external_links_in_new_tab
    enable_quoting
    timezone
    composition_mode
  ]

  # One's own mail addresses, or anybody's for staff.
  def check_emails
    user = fetch_user_from_params
    raise Discourse::InvalidAccess if user != current_user && !guardian.is_staff?

    addresses = user.user_emails.order(primary: :desc).pluck(:email)
    render json: {
             email: addresses.first,
             secondary_emails: addresses.drop(1),
             unconfirmed_emails: [],
             associated_accounts: [],
           }
  end

  # For the pickers of recipients and mentions.
  def search_users
    term = params[:term].to_s.strip.downcase.delete_prefix("@")
    pattern = "#{ActiveRecord::Base.sanitize_sql_like(term)}%"
    users =
      User
        .human_users
        .where(active: true)
        .where("username_lower LIKE :p OR lower(name) LIKE :p", p: pattern)
        .order(:username_lower)
        .limit([params.fetch(:limit, SEARCH_LIMIT).to_i, 50].min)
    result = { users: users.map { |user| found_user(user) } }
    result[:groups] = found_groups(pattern) if params[:include_groups] == "true" ||
      params[:include_messageable_groups] == "true"
    render_json_dump(result)
  end

  def user_menu_messages
    raise Discourse::InvalidAccess if current_user.username_lower != params[:username].downcase

    unread =
      current_user.notifications.unread.where(
        notification_type: Notification.types[:private_message],
      )
    unread = Notification.populate_acting_user(unread.includes(:topic).to_a)
    list = TopicQuery.new(current_user).list_private_messages(current_user)
    read = list.topics.reject { |topic| unread.map(&:topic_id).include?(topic.id) }
    users = read.filter_map(&:last_poster).uniq
    render_json_dump(
      unread_notifications: serialize_data(unread, NotificationSerializer),
      topics: serialize_data(read, TopicListItemSerializer),
      read_notifications: [],
      users: serialize_data(users, BasicUserSerializer),
    )
  end

  # Reminders that wait to be read, then bookmarks.
  def user_menu_bookmarks
    raise Discourse::InvalidAccess if current_user.username_lower != params[:username].downcase

    reminders = BookmarkQuery.new(user: current_user).unread_notifications
    Notification.populate_acting_user(reminders)
    list = UserBookmarkList.new(user: current_user, guardian: guardian, per_page: 20)
    list.load
    list.bookmark_serializer_opts = { link_to_first_unread_post: true }
    render_json_dump(
      notifications: serialize_data(reminders, NotificationSerializer),
      bookmarks: serialize_data(list, UserBookmarkListSerializer, root: false)[:bookmarks],
    )
  end

  def bookmarks
    user = fetch_user_from_params
    guardian.ensure_can_edit!(user)
    respond_to do |format|
      format.json do
        list = UserBookmarkList.new(user: user, guardian: guardian, search_term: params[:q])
        list.load
        render_serialized(list, UserBookmarkListSerializer)
      end
      format.ics do
        reminders = Bookmark.where(user_id: user.id).where.not(reminder_at: nil)
        @bookmarks =
          reminders.map do |bookmark|
            serializer = bookmark.registered_bookmarkable.serializer
            serializer.new(bookmark, scope: Guardian.new(user), root: false)
          end
      end
    end
  end

  private

  def found_user(user)
    { id: user.id, username: user.username, name: user.name, avatar_template: user.avatar_template }
  end

  def found_groups(pattern)
    Group
      .where("lower(name) LIKE ?", pattern)
      .where.not(id: 0)
      .limit(SEARCH_LIMIT)
      .map { |group| { name: group.name, full_name: group.full_name } }
  end
end
