# frozen_string_literal: true

module ProtocolDecoder
  # §9
  class Message
    # §3: the smallest padded content and the tag
    MIN_CIPHERTEXT_BYTES = 528

    attr_reader :kind,
                :conversation_id,
                :epoch,
                :message_id,
                :author_id,
                :time,
                :revision,
                :after,
                :text,
                :title,
                :digest

    # §9.3, for bodies and titles
    #
    # @param value what `Encoding` gave
    # @param kind [Symbol] :body or :title
    # @param keys [Hash{Integer => String}] content keys by epoch
    # @param authors [Array<Card>] those who may have written it
    def self.open(value, kind:, conversation_id:, keys:, authors:, message_id: nil)
      new(kind, conversation_id, message_id, authors).tap do |message|
        message.read(value, EPOCH) { keys[EPOCH] || ProtocolDecoder.refuse("no-key") }
      end
    end

    # §9.4
    #
    # @param conversation_id [String, nil] nil for a conversation that does not exist yet
    def self.open_draft(value, account_key:, card:, conversation_id: nil, message_id: nil)
      key = Crypto.hkdf(account_key, Crypto.purpose("drafts", card.user_id))
      new(:draft, conversation_id, message_id, [card]).tap do |message|
        message.read(value, conversation_id ? EPOCH : 0) { key }
      end
    end

    def initialize(kind, conversation_id, message_id, authors)
      @kind = kind
      @conversation_id = conversation_id
      @message_id = message_id
      @authors = authors
    end

    # @yieldreturn [String] the key, once everything outside is checked
    def read(value, epoch)
      @epoch = epoch
      outer = Cose.encrypt0(value, kinds: [kind], labels:, at_least: MIN_CIPHERTEXT_BYTES)
      padded = outer.decrypt(yield, "not-decrypted")
      read_signed(Encoding.cbor(Crypto.unpad(padded)), outer.header)
    end

    private

    def labels
      {
        Label::CONVERSATION => [16, @conversation_id, "wrong-conversation"],
        Label::EPOCH => [EPOCHS, epoch, "wrong-epoch"],
        Label::MESSAGE => [16, @message_id, "wrong-message"],
        Label::REVISION => [REVISIONS, @revision, "wrong-revision"],
      }
    end

    # Steps 4 to 7
    def read_signed(value, outer)
      @conversation_id = outer[Label::CONVERSATION]
      @message_id = outer[Label::MESSAGE]
      @revision = outer[Label::REVISION]
      signed = Cose.sign1(value, kinds: [kind], labels:)
      payload = check_payload(signed.payload)
      author = find_author(payload)
      signed.verify(author.verification_key)
      read_payload(payload)
      @digest = OpenSSL::Digest.digest("SHA256", signed.signed_bytes)
    end

    def check_payload(payload)
      bytes = ->(item) { Fields.bytes?(item) }
      required = {
        1 => USER_IDS,
        2 => 32,
        3 => TIMES,
        4 => ->(item) { earlier_messages?(item) },
        5 => bytes,
      }
      Fields.check(payload, required, kind == :title ? {} : { 6 => bytes })
    end

    def earlier_messages?(item)
      item.is_a?(Array) && item.size <= 8 && item.all? { |id| Fields.fits?(id, 16) } &&
        item == item.uniq.sort
    end

    def find_author(payload)
      cards = @authors.select { |card| card.user_id == payload[1] }
      ProtocolDecoder.refuse_unless(cards.any?, "wrong-author")
      author = cards.find { |card| card.fingerprint == payload[2] }
      ProtocolDecoder.refuse_unless(author, "wrong-fingerprint")
      author
    end

    def read_payload(payload)
      @author_id, @time, @after = payload.values_at(1, 3, 4)
      @text = utf8(payload[5])
      @title = utf8(payload[6]) if payload.key?(6)
    end

    def utf8(bytes)
      text = bytes.dup.force_encoding(::Encoding::UTF_8)
      ProtocolDecoder.refuse_unless(text.valid_encoding?, "malformed")
      text
    end
  end
end
