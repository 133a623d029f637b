# frozen_string_literal: true

module EncryptedMessages
  # Free text about a post or topic that is stored elsewhere than in it, where `PostGuard` never sees it. For encrypted
  # messages it is refused.
  module TextBesideExtension
    extend ActiveSupport::Concern

    # Model, of core or of a plugin that comes with it => the column that holds its text.
    TEXTS = {
      "Assignment" => "note",
      "Bookmark" => "name",
      "DiscourseBoosts::Boost" => "raw",
      "PostVotingComment" => "raw",
      "SharedEditRevision" => "revision",
      "SuggestedEdit" => "raw_suggestion",
    }.freeze

    prepended do
      validate :refuse_text_beside_encrypted
      before_save { throw :abort if refuse_text_beside_encrypted }
    end

    private

    # @return [Boolean] whether something was refused
    def refuse_text_beside_encrypted
      column = TEXTS.fetch(self.class.name)
      return false if self[column].blank? || !will_save_change_to_attribute?(column)
      return false if !Conversation.exists?(topic_id: topic_id_beside)
      Refusal.add(self, :plaintext_beside)
      true
    end

    def topic_id_beside
      return topic_id if has_attribute?(:topic_id)
      return post_topic_id(post_id) if has_attribute?(:post_id)
      { "Post" => post_topic_id(bookmarkable_id), "Topic" => bookmarkable_id }[bookmarkable_type]
    end

    def post_topic_id(id)
      Post.with_deleted.where(id:).pick(:topic_id)
    end
  end
end
