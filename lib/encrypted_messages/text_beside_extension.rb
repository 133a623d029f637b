# frozen_string_literal: true

module EncryptedMessages
  # Beside an encrypted message nothing is said in the clear (R25): for the models that `BundledPlugins` names.
  module TextBesideExtension
    extend ActiveSupport::Concern

    prepended do
      validate :refuse_text_beside_encrypted
      before_save { throw :abort if refuse_text_beside_encrypted }
    end

    private

    # @return [Boolean] whether something was refused
    def refuse_text_beside_encrypted
      column = BundledPlugins::TEXTS.fetch(self.class.name)
      return false if self[column].blank? || !will_save_change_to_attribute?(column)
      return false if !Conversation.exists?(topic_id: topic_id_beside)
      Refusal.add(self, :plaintext_beside)
      true
    end

    def topic_id_beside
      has_attribute?(:topic_id) ? topic_id : Post.with_deleted.where(id: post_id).pick(:topic_id)
    end
  end
end
