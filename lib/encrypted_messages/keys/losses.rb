# frozen_string_literal: true

module EncryptedMessages
  # Counts what a member could no longer open after resetting encryption. They are told before they do it.
  class Losses
    def initialize(user)
      @user = user
    end

    # @return [Hash{Symbol => Integer}]
    def to_h
      topic_ids = Topic.where(id: readable_topic_ids).pluck(:id)
      {
        conversations: topic_ids.size,
        messages: EncryptedPost.joins(:post).where(posts: { topic_id: topic_ids }).count,
        drafts: OwnDrafts.new(@user).relation.count,
      }
    end

    private

    # Where the member can open the key now: somebody who has reset their encryption before has lost some already.
    def readable_topic_ids
      keys = ConversationKey.where(user_id: @user.id)
      return keys.distinct.pluck(:topic_id) if Identity.new(@user).earlier_cards.empty?

      own = Vouches.of_current([@user.id])[@user.id]
      keys
        .pluck(:topic_id, :encrypted_key)
        .filter_map { |id, grant| id if own.include?(Grant.member_fingerprint(grant)) }
        .uniq
    end
  end
end
