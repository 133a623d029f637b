# frozen_string_literal: true

module EncryptedMessages
  # Whether a draft would store plain text of an encrypted message. It may hold the fields that core's composer has,
  # each with the kind of value that belongs there, and nothing else: a field of another plugin would be stored in the
  # clear.
  class DraftGuard
    # Which values a field may have, where it has one.
    FIELDS = {
      "reply" => :ciphertext?,
      "original_text" => :ciphertext?,
      "originalText" => :ciphertext?,
      "title" => :placeholder?,
      "original_title" => :placeholder?,
      "tags" => :tags?,
      "original_tags" => :tags?,
      **%w[categoryId composerTime postId reply_to_post_number topic_id typingTime].index_with(
        Numeric,
      ),
      "action" => /\A(edit|privateMessage|reply)\z/,
      "archetypeId" => /\A(private_message|regular)\z/,
      "locale" => /\A[a-z]{2,3}(_[A-Za-z]{2,4})?\z/,
      # names, as core separates them
      "recipients" => /\A[^\s,]+(,[^\s,]+)*\z/,
      "whisper" => true,
    }.freeze

    # @param user [User, nil] whose draft it is; nil where the account is gone
    # @param key [String] core's: `topic_<id>` for replies, `post_<id>` or the topic's for edits
    # @param data [String] JSON
    def initialize(user, key, data)
      @user = user
      @key = key.to_s
      @data = data.to_s
    end

    def refused?
      fields = JSON.parse(@data)
      return encrypted_topic? if !fields.is_a?(Hash)
      # What may stand in any draft is known without asking what it is for.
      return false if fields.all? { |name, value| value.blank? || allowed?(FIELDS[name], value) }
      Envelope.whole?(fields["reply"]) || encrypted_topic?
    rescue JSON::ParserError
      encrypted_topic?
    end

    private

    def encrypted_topic?
      topic && Conversation.exists?(topic_id: topic.id) && known_to_user?
    end

    # Core stores drafts under any key, so a refusal would tell strangers which topics are encrypted. Only members who
    # can see the topic, or have a key to it, are refused.
    def known_to_user?
      return true if @user.nil?
      Guardian.new(@user).can_see?(topic) ||
        ConversationKey.exists?(topic_id: topic.id, user_id: @user.id)
    end

    def topic
      return @topic if defined?(@topic)
      kind, id = @key.match(/\A(topic|post)_(\d{1,9})\z/)&.captures
      id = Post.with_deleted.where(id:).pick(:topic_id) if kind == "post"
      @topic = id && Topic.with_deleted.find_by(id:)
    end

    # @param rule [Symbol, Object, nil] a value of `FIELDS`
    def allowed?(rule, value)
      case rule
      when Symbol
        send(rule, value)
      when Regexp
        value.is_a?(String) && rule.match?(value)
      else
        rule === value
      end
    end

    def ciphertext?(text)
      Envelope.parse_raw(text).present?
    rescue Wire::Malformed
      false
    end

    def placeholder?(title)
      title == topic&.title || Placeholder.title?(title)
    end

    # Whether the topic has all of these tags. They are given by name, or as core writes a tag: `{ id, name, slug }`.
    def tags?(tags)
      known = topic.try(:tags).to_a.flat_map { |tag| [tag.id, tag.name, tag.slug] }
      given = Array.wrap(tags).flat_map { |tag| tag.is_a?(Hash) ? tag.values : [tag] }
      (given - known).empty?
    end
  end
end
