# frozen_string_literal: true

class ListController < ApplicationController
  requires_login only: %i[private_messages private_messages_sent]

  def latest
    render_list(TopicQuery.new(current_user, page: params[:page]).list_latest)
  end

  def private_messages
    render_list(query_for(target_user).list_private_messages(target_user))
  end

  def private_messages_sent
    render_list(query_for(target_user).list_private_messages_sent(target_user))
  end

  private

  def target_user
    @target_user ||= fetch_user_from_params
  end

  def query_for(user)
    raise Discourse::NotFound if user != current_user && !guardian.is_admin?
    TopicQuery.new(current_user, page: params[:page])
  end

  def render_list(list)
    users = list.topics.flat_map { |t| [t.user, t.last_poster, *t.allowed_users] }.compact.uniq
    render_json_dump(
      users: serialize_data(users, BasicUserSerializer),
      primary_groups: [],
      topic_list: TopicListSerializer.new(list, scope: guardian, root: false).as_json,
    )
  end
end
