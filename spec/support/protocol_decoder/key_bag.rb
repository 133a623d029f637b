# frozen_string_literal: true

module ProtocolDecoder
  # §8.6
  class KeyBag
    BYTES = 60
    NONCE_BYTES = 12

    # @return [String] 32 bytes
    attr_reader :epoch_key
    # @return [ConversationKey]
    attr_reader :key

    # @param text [String] base64url
    # @param account_key [String] the reader's
    # @param member [Array(Integer, String)] the reader's pair
    # @param roster [Roster] of the conversation
    def self.open(text, account_key:, member:, roster:, epoch:)
      bytes = Encoding.bytes(text)
      ProtocolDecoder.refuse_unless(bytes.bytesize == BYTES, "malformed")
      new(roster, epoch, member).tap { |bag| bag.open(bytes, account_key) }
    end

    def initialize(roster, epoch, member)
      @roster = roster
      @epoch = epoch
      @member = member
      @start = roster.entries.find { |entry| entry.epoch == epoch }
      ProtocolDecoder.refuse_unless(@start, "unknown-entry")
    end

    def open(bytes, account_key)
      wrapping = Crypto.hkdf(account_key, Crypto.purpose("key bag", @member.first))
      aad = Encoding.encode(["Encrypt0", Encoding.encode(header), NAME.b], text: true)
      nonce, ciphertext = bytes[0...NONCE_BYTES], bytes[NONCE_BYTES..]
      @epoch_key = Crypto.aes_gcm_decrypt(wrapping, nonce, ciphertext, aad)
      ProtocolDecoder.refuse_unless(epoch_key, "not-decrypted")
      @key = ConversationKey.new(epoch_key, @roster.conversation_id, @epoch)
      ProtocolDecoder.refuse_unless(key.commitment == @start.commitment, "wrong-commitment")
    end

    private

    # It is not sent.
    def header
      {
        Label::ALG => 3,
        Label::SUITE => SUITE,
        Label::KIND => KINDS[:key_bag],
        Label::CONVERSATION => @roster.conversation_id,
        Label::EPOCH => @epoch,
        Label::USER => @member.first,
        Label::FINGERPRINT => @member.last,
        Label::COMMITMENT => @start.commitment,
        Label::ENTRY => @start.digest,
      }
    end
  end
end
