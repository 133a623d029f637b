# frozen_string_literal: true

class SuggestedTopicSerializer < ListableTopicSerializer
  attributes :like_count, :views, :category_id, :posters

  def posters
    [object.user, object.last_poster].compact.uniq.map do |user|
      {
        user: BasicUserSerializer.new(user, scope: scope, root: false).as_json,
        description: "",
        extras: nil,
      }
    end
  end
end
