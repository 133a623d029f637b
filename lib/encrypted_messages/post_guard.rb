# frozen_string_literal: true

module EncryptedMessages
  # Says whether a post may be saved: only envelopes in encrypted topics, and envelopes nowhere else
  # (R21, R25). Asked by the model, since every other hook of core is passed by on some path.
  class PostGuard
    # What core puts in the place of a text whose author deletes it, in the site's language.
    DELETED = %w[js.post.deleted_by_author_simple js.topic.deleted_by_author_simple].freeze

    attr_reader :envelope

    # @param post [Post]
    def initialize(post)
      @post = post
    end

    # @return [Symbol, nil] the reason for a refusal: a key under `encrypted_messages.errors`
    def refusal
      # Core's small actions ("closed this topic") have no text.
      return if @post.raw.blank?
      return unless @post.new_record? || @post.raw_changed? || @post.topic_id_changed?
      return outside_conversation if conversation.nil?
      return if deleted_by_author?
      return :plaintext unless Envelope.marked?(@post.raw)

      @envelope = Envelope.parse_raw(@post.raw)
      not_this_conversation || (@post.new_record? ? new_post : edited_post)
    rescue Wire::Malformed
      :malformed
    end

    # Whether there is an envelope whose message id is to be kept with a new post.
    def new_envelope?
      envelope && @post.new_record?
    end

    private

    def conversation
      return @conversation if defined?(@conversation)
      @conversation = Conversation.of_topic(@post.topic, @post.topic_id)
    end

    def outside_conversation
      if SiteSetting.encrypted_messages_enabled && Envelope.marked?(@post.raw)
        :outside_conversation
      elsif written_by_hand? && ForcedEncryption.refuses?(@post.user, @post.topic)
        :forced
      end
    end

    # An edit adds nothing to what is plain already, and core's own notes ("closed this topic") are
    # nobody's message.
    def written_by_hand?
      @post.new_record? && [Post.types[:regular], Post.types[:whisper]].include?(@post.post_type)
    end

    def deleted_by_author?
      @post.persisted? && !@post.topic_id_changed? && by_author? && deleted?(@post.raw)
    end

    def deleted?(raw)
      DELETED.any? { |key| raw == I18n.t(key, locale: SiteSetting.default_locale) }
    end

    # The posts of a deleted account are nobody's.
    def by_author?
      @post.user_id && @post.acting_user&.id == @post.user_id
    end

    def not_this_conversation
      return if envelope.kind == :body && envelope.conversation_id == conversation.conversation_id
      :other_conversation
    end

    def new_post
      return :not_a_participant unless writer?(@post.user)
      :already_exists if EncryptedPost.exists?(message_id: envelope.message_id)
    end

    # The author's signature is inside, so what anybody else writes could only be refused by readers.
    # But staff may recover what its author deleted.
    def edited_post
      return :not_the_author unless by_author? || deleted?(@post.raw_was)
      return :not_a_participant unless writer?(@post.user)
      :other_message if @post.encrypted_post&.message_id != envelope.message_id
    end

    def writer?(user)
      user && Guardian.new(user).can_use_encrypted_messages? && conversation.participant?(user.id)
    end
  end
end
