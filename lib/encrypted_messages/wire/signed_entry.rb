# frozen_string_literal: true

require "digest"

module EncryptedMessages
  # A roster entry as it was sent (docs/protocol.md §8.2): its outer shape, and what it says. Whether it may follow another
  # is for `NextEntry`.
  class SignedEntry
    KIND = 21
    MAX_BYTES = 48 * 1024
    # In characters of base64url.
    MAX_LENGTH = MAX_BYTES / 3 * 4
    FIELDS = (1..7).to_a.freeze
    TIMES = 0..9_007_199_254_740_991
    SEQUENCES = 0..4_294_967_295
    SIZES = 1..1000
    SEED_BYTES = 16

    # @return [String] base64url, as it was sent
    attr_reader :text
    # @return [String] base64url
    attr_reader :conversation_id, :signer_fingerprint
    # @return [Integer]
    attr_reader :epoch, :signer_id, :sequence
    # @return [String] bytes: the digest of the entry before, or the seed; of the epoch's key
    attr_reader :before, :commitment
    # @return [Hash{Integer => String}] fingerprints of who takes part, in base64url, by user id
    attr_reader :members

    # @param text [String] base64url
    # @raise [Wire::Malformed]
    def self.parse(text)
      raise Wire::Malformed unless text.is_a?(String) && text.length <= MAX_LENGTH
      new(text)
    end

    # @return [String] base64url: the one id of a conversation that begins so
    def self.conversation_id(signer_id, signer_fingerprint, seed)
      pair = [signer_id, Wire.decode64(signer_fingerprint)]
      Wire.encode64(
        Digest::SHA256.digest(Wire.purpose("conversation", *pair, seed))[0, Wire::ID_BYTES],
      )
    end

    def initialize(text)
      @text = text
      header, payload = Wire.decode_sign1(text)
      read_header(header)
      read_payload(payload)
    end

    # @return [String] 32 bytes
    def digest
      @digest ||= Digest::SHA256.digest(Wire.decode64(text))
    end

    # Whether this begins a conversation by rights: its id is its signer's own, and no other entry 0 can have it.
    def first?
      sequence == 0 && epoch == Wire::FIRST_EPOCH &&
        conversation_id == self.class.conversation_id(signer_id, signer_fingerprint, before)
    end

    # Whether the signer is among those who take part.
    def signer_listed?
      members[signer_id] == signer_fingerprint
    end

    # @param card [String] of the signer
    def signed_with?(card)
      Card.fingerprint(card) == signer_fingerprint &&
        Wire.signed_by?(Card.verification_key(card), text)
    end

    private

    def read_header(header)
      @epoch = Wire.within(header[Wire::EPOCH], Wire::EPOCHS) if header.is_a?(Hash)
      id = header[Wire::CONVERSATION_ID] if header.is_a?(Hash)
      raise Wire::Malformed unless epoch && Wire.bytes?(id, Wire::ID_BYTES)
      expected = {
        Wire::ALG => Wire::EDDSA,
        Wire::SUITE => Wire::SUITE_1,
        Wire::KIND => KIND,
        Wire::CONVERSATION_ID => id,
        Wire::EPOCH => epoch,
      }
      raise Wire::Malformed unless header == expected
      @conversation_id = Wire.encode64(id)
    end

    def read_payload(payload)
      raise Wire::Malformed unless payload.is_a?(Hash) && payload.keys == FIELDS
      @signer_id = Wire.within(payload[1], Wire::USER_IDS)
      @signer_fingerprint = read_fingerprint(payload[2])
      Wire.within(payload[3], TIMES)
      @sequence = Wire.within(payload[4], SEQUENCES)
      @before = Wire.bytes(payload[5], sequence == 0 ? SEED_BYTES : Wire::DIGEST_BYTES)
      @commitment = Wire.bytes(payload[6], Wire::DIGEST_BYTES)
      @members = read_members(payload[7])
    end

    # Ids ascend, so none occurs twice.
    def read_members(list)
      raise Wire::Malformed unless list.is_a?(Array) && SIZES.cover?(list.size)
      raise Wire::Malformed unless list.all? { |pair| pair.is_a?(Array) && pair.size == 2 }
      pairs = list.map { |id, print| [Wire.within(id, Wire::USER_IDS), read_fingerprint(print)] }
      raise Wire::Malformed unless pairs.each_cons(2).all? { |one, next_one| one[0] < next_one[0] }
      pairs.to_h
    end

    def read_fingerprint(bytes)
      Wire.encode64(Wire.bytes(bytes, Wire::DIGEST_BYTES))
    end
  end
end
