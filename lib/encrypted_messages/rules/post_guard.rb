# frozen_string_literal: true

module EncryptedMessages
  # Says whether a post may be saved: encrypted topics take only envelopes, and other topics take none. The model asks
  # it, because each of core's other hooks is skipped on some path.
  class PostGuard
    # Core puts these words, in the site's language, in place of a text that its author deletes.
    DELETED = %w[js.post.deleted_by_author_simple js.topic.deleted_by_author_simple].freeze

    WATCHED = ["raw", "topic_id", *PostAttributes::NAMES].freeze

    attr_reader :envelope

    # @param post [Post]
    def initialize(post)
      @post = post
    end

    # @return [Symbol, nil] the reason for a refusal: a key under `encrypted_messages.errors`
    # @raise [RosterChanged]
    def refusal
      return unless @post.new_record? || @post.changed.intersect?(WATCHED)
      return :by_mail if @post.new_record? && IncomingMail.withheld?(@post.raw_email)
      return :stays_here if moved?
      return outside_conversation if conversation.nil?

      refused_text || PostAttributes.refusal(@post) || late
    rescue Wire::Malformed
      :malformed
    end

    # Whether this is a new post with an envelope, whose message id must be stored with it.
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

    # Whether the post is moved out of a conversation or into one. Its signed text would then be shown where it was not
    # written.
    def moved?
      return false unless @post.persisted? && @post.topic_id_changed?
      conversation || Conversation.exists?(topic_id: @post.topic_id_was)
    end

    # This holds while the plugin is switched off, too: otherwise a message that was being sent at that moment would be
    # stored as an ordinary one without keys. A text that has the marker but is no envelope is an ordinary text.
    def outside_conversation
      return unless new_text?
      if Envelope.whole?(@post.raw)
        :outside_conversation
      elsif written_by_hand? && ForcedEncryption.refuses?(@post.user, @post.topic)
        :forced
      end
    end

    # Whether a member writes something new. Edits of ordinary posts stay allowed, as do core's own notes ("closed this
    # topic").
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

    # Whether the stored text is core's note for a deleted one. The note may be in a language that the site had before,
    # so its words are not compared: nothing else in an encrypted message is stored without the marker.
    def deleted?(stored)
      !Envelope.marked?(stored)
    end

    # Posts of a deleted account have no `user_id`, and then nobody counts as their author.
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

    # The author's signature is inside the envelope, so readers would refuse what anybody else has written. But staff
    # may recover what its author deleted.
    def edited_post
      return :not_the_author unless by_author? || deleted?(@post.raw_was)
      return :not_a_participant unless writer?(@post.user)
      return :other_message if @post.encrypted_post&.message_id != envelope.message_id
      :earlier_version unless later?
    end

    # An edit must have a higher revision than what is stored (docs/protocol.md §3). That refuses staff's "revert", an
    # old request that is replayed, and another device that has not heard of an edit. A deleted text may be restored as
    # it was. The row is locked, so that simultaneous edits wait for each other.
    def later?
      stored = Post.with_deleted.lock.where(id: @post.id).pick(:raw)
      stored = before_deletion if (was_deleted = deleted?(stored))
      @restored = was_deleted && @post.raw == stored
      @restored || envelope.revision > (Envelope.stored(stored)&.revision || 0)
    end

    # Asked last, since it locks the topic. What its author has deleted may be restored as it was: it was taken before.
    #
    # @return [nil]
    # @raise [RosterChanged]
    def late
      return if envelope.nil? || conversation.new_record? || @restored
      lock_answered if @post.new_record?
      RosterGate.ensure_open!(@post.topic_id, envelope.epoch)
      nil
    end

    # Likes and edits lock a post, and then its topic. So core locks the one that a reply answers before it locks the topic
    # (`PostCreator.set_reply_info`), and whoever locks the topic earlier has to do the same.
    def lock_answered
      post_number = @post.reply_to_post_number or return
      Post.where(topic_id: @post.topic_id, post_number:).lock.pick(:id)
    end

    def before_deletion
      @post.revisions.filter_map { |revision| revision.modifications["raw"]&.first }.last
    end

    def writer?(user)
      user && Guardian.new(user).can_use_encrypted_messages? && conversation.participant?(user.id)
    end
  end
end
