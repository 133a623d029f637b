# frozen_string_literal: true

module EncryptedMessages
  # Staff's log keeps the text of posts that staff delete, recover or edit. Of encrypted ones it would keep up to
  # 100,000 characters that nobody can read, for ever.
  module UserHistoryExtension
    extend ActiveSupport::Concern

    TEXTS = %w[context details new_value previous_value subject].freeze

    prepended { before_save :hide_ciphertext }

    private

    # Finds the text by its marker alone, since core may have cut it short.
    def hide_ciphertext
      TEXTS.each do |name|
        next if self[name].to_s.exclude?(Envelope::MARKER)
        next if !Conversation.exists?(topic_id: logged_topic_id)
        self[name] = Placeholder.hide_marked(self[name])
      end
    end

    def logged_topic_id
      topic_id || Post.with_deleted.where(id: post_id).pick(:topic_id)
    end
  end
end
