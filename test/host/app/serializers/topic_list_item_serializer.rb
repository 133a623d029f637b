# frozen_string_literal: true

class TopicListItemSerializer < ListableTopicSerializer
  attributes :views, :like_count, :last_poster_username, :category_id, :allowed_user_count
  attributes :posters, :participants

  def last_poster_username
    object.last_poster&.username
  end

  def posters
    [object.user, object.last_poster].compact.uniq.map do |user|
      {
        user_id: user.id,
        description: user.id == object.user_id ? I18n.t("original_poster") : "",
        extras: nil,
      }
    end
  end

  def participants
    (object.allowed_users - [object.user]).map { |user| { user_id: user.id, extras: nil } }
  end

  def allowed_user_count
    object.allowed_users.length
  end

  %i[include_participants? include_allowed_user_count?].each do |name|
    define_method(name) { object.private_message? }
  end
end
