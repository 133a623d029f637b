# frozen_string_literal: true

module EncryptedMessages
  # Says whether a post may be saved: only envelopes in encrypted topics, and envelopes nowhere else
  # (R21, R25). Asked by the model, since every other hook of core is passed by on some path.
  class PostGuard
    # What core puts in the place of a text whose author deletes it, in the site's language.
    DELETED = %w[js.post.deleted_by_author_simple js.topic.deleted_by_author_simple].freeze

    WATCHED = ["raw", "topic_id", *PostAttributes::NAMES].freeze

    attr_reader :envelope

    # @param post [Post]
    def initialize(post)
      @post = post
    end

    # @return [Symbol, nil] the reason for a refusal: a key under `encrypted_messages.errors`
    def refusal
      return unless @post.new_record? || @post.changed.intersect?(WATCHED)
      return :by_mail if @post.new_record? && IncomingMail.withheld?(@post.raw_email)
      return :stays_here if moved?
      return outside_conversation if conversation.nil?

      refused_text || PostAttributes.refusal(@post)
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

    def new_text?
      @post.new_record? || @post.raw_changed?
    end

    # Out of a conversation or into one, by which a signed text would be shown where it was not written.
    def moved?
      return false unless @post.persisted? && @post.topic_id_changed?
      conversation || Conversation.exists?(topic_id: @post.topic_id_was)
    end

    # While switched off too: a send that was in flight would be stored as an ordinary message without
    # keys. A text that is marked and is no envelope is an ordinary one.
    def outside_conversation
      return unless new_text?
      if Envelope.whole?(@post.raw)
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

    def refused_text
      return unless new_text?
      # Core's small actions ("closed this topic") have no text.
      return if @post.raw.blank? && @post.post_type == Post.types[:small_action]
      return if deleted_by_author?
      return :plaintext unless Envelope.marked?(@post.raw)

      return :core_changed if Seams.sending_off?

      @envelope = Envelope.parse_raw(@post.raw)
      not_this_conversation || (@post.new_record? ? new_post : edited_post)
    end

    def deleted_by_author?
      @post.persisted? && by_author? &&
        DELETED.any? { |key| @post.raw == I18n.t(key, locale: SiteSetting.default_locale) }
    end

    # Of what is stored. Core's words for it may be of a language that the site has had before; but nothing else is ever
    # stored in an encrypted message that is no ciphertext.
    def deleted?(stored)
      !Envelope.marked?(stored)
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
      return :other_message if @post.encrypted_post&.message_id != envelope.message_id
      :earlier_version unless later?
    end

    # An edit is of a higher revision than what is stored (docs/protocol.md §3): neither staff's "revert",
    # nor an old request that is played again, nor another device that has not heard of an edit. What was
    # deleted may come back as it was. Edits at once wait for each other.
    def later?
      stored = Post.with_deleted.lock.where(id: @post.id).pick(:raw)
      stored = before_deletion if (was_deleted = deleted?(stored))
      return true if was_deleted && @post.raw == stored
      envelope.revision > (Envelope.stored(stored)&.revision || 0)
    end

    def before_deletion
      @post.revisions.filter_map { |revision| revision.modifications["raw"]&.first }.last
    end

    def writer?(user)
      user && Guardian.new(user).can_use_encrypted_messages? && conversation.participant?(user.id)
    end
  end
end
