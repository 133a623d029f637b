# frozen_string_literal: true

# Who takes part in `topic`, and what it says to each; for specs that have one.
module TakingPart
  # @return [Array<Integer>] ids of core's members
  def members
    TopicAllowedUser.where(topic_id: topic.id).pluck(:user_id)
  end

  # @return [Array<Integer>] ids of those with a key
  def holders
    EncryptedMessages::ConversationKey.where(topic_id: topic.id).pluck(:user_id)
  end

  # @return [Hash] of the topic's page, as that member gets it
  def page_of(user)
    sign_in(user)
    get "/t/#{topic.id}.json"
    response.parsed_body
  end
end
