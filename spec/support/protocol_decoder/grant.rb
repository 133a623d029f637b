# frozen_string_literal: true

module ProtocolDecoder
  # §8.3
  class Grant
    MAX_BYTES = 1536

    # @return [String] 32 bytes
    attr_reader :epoch_key
    # @return [ConversationKey]
    attr_reader :key

    # @param text [String] base64url
    # @param member [Card] the reader's own
    # @param private_key [OpenSSL::PKey::RSA] the reader's own
    # @param earlier_keys [Hash{String => OpenSSL::PKey::RSA}] of the reader's, by fingerprint
    # @param roster [Roster] of the conversation
    # @param histories [Array<Array<Card>>] of those who may have granted it, verified
    # @param replaced [Array<String>] fingerprints of keys that the reader had before
    def self.open(
      text,
      epoch:,
      member:,
      private_key:,
      roster:,
      histories:,
      replaced: [],
      earlier_keys: {}
    )
      new(roster, epoch, member).tap do |grant|
        value = Encoding.from_text(text, max_bytes: MAX_BYTES)
        keys = { **earlier_keys, member.fingerprint => private_key }
        grant.unwrap(grant.read(value, histories:, replaced:, keys:))
      end
    end

    def initialize(roster, epoch, member)
      @roster = roster
      @epoch = epoch
      @member = member
    end

    # Steps 1 to 6
    #
    # @return [OpenSSL::PKey::RSA] which it is for
    def read(value, histories:, replaced:, keys:)
      message = read_payload(value)
      check_member([*keys.keys, *replaced])
      check_roster
      signer = Card.find(histories, granter)
      ProtocolDecoder.refuse_unless(signer, "wrong-fingerprint")
      message.verify(signer.verification_key)
      ProtocolDecoder.refuse_unless(keys.key?(@payload[2]), "earlier-keys")
      keys[@payload[2]]
    end

    # Steps 7 and 8
    def unwrap(private_key)
      named = [@member.user_id, @payload[2]]
      label = Crypto.purpose("grant", @roster.conversation_id, @epoch, *named, *granter)
      @epoch_key = Crypto.rsa_oaep_decrypt(private_key, label, @payload[6])
      ProtocolDecoder.refuse_unless(@epoch_key&.bytesize == 32, "not-decrypted")
      @key = ConversationKey.new(@epoch_key, @roster.conversation_id, @epoch)
      ProtocolDecoder.refuse_unless(key.commitment == @payload[5], "wrong-commitment")
    end

    private

    # Step 1
    def read_payload(value)
      labels = {
        Label::CONVERSATION => [16, @roster.conversation_id, "wrong-conversation"],
        Label::EPOCH => [EPOCHS, @epoch, "wrong-epoch"],
      }
      message = Cose.sign1(value, kind: :grant, labels:)
      types = { 1 => USER_IDS, 2 => 32, 3 => USER_IDS, 4 => 32, 5 => 32, 6 => 384, 7 => 32 }
      @payload = Fields.check(message.payload, types)
      message
    end

    # Step 2
    def check_member(own)
      ProtocolDecoder.refuse_unless(@payload[1] == @member.user_id, "wrong-user")
      ProtocolDecoder.refuse_unless(own.include?(@payload[2]), "wrong-fingerprint")
    end

    # Steps 3 and 4
    def check_roster
      entry = @roster.entry(@payload[7])
      ProtocolDecoder.refuse_unless(entry, "unknown-entry")
      ProtocolDecoder.refuse_unless(entry.epoch >= @epoch, "wrong-epoch")
      listed = [@payload.values_at(1, 2), granter].all? { |pair| entry.lists?(pair) }
      ProtocolDecoder.refuse_unless(listed, "wrong-participant")
      same = @roster.commitment(@epoch) == @payload[5]
      ProtocolDecoder.refuse_unless(same, "wrong-commitment")
    end

    # The pair
    def granter
      @payload.values_at(3, 4)
    end
  end
end
