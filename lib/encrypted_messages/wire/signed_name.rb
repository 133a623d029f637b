# frozen_string_literal: true

module EncryptedMessages
  # A username, signed beside the card (docs/protocol.md §6.3). Clients verify it. The server does so as well before it
  # keeps one: a name that does not verify is none, and would take the place of one that does.
  class SignedName
    KIND = 27
    # In characters of base64url: 512 bytes.
    MAX_LENGTH = 683
    FIELDS = (1..4).to_a.freeze
    USERNAME_BYTES = 1..240
    PUBLICATIONS = 1..4_294_967_295

    # @return [Integer]
    attr_reader :user_id, :publication
    # @return [String] base64url
    attr_reader :fingerprint
    # @return [String] UTF-8
    attr_reader :username

    # @param text [String] base64url
    # @raise [Wire::Malformed]
    def self.parse(text)
      raise Wire::Malformed unless text.is_a?(String) && text.length <= MAX_LENGTH
      new(text)
    end

    # @param card [String] that `Card.valid?` has accepted
    # @return [SignedName, nil] nil unless the card's owner has signed it with the card's key
    def self.open(text, user_id, card)
      name = parse(text)
      name if name.user_id == user_id && name.signed_with?(card)
    rescue Wire::Malformed
      nil
    end

    def initialize(text)
      @text = text
      header, payload = Wire.decode_sign1(text)
      read_payload(payload)
      raise Wire::Malformed unless header == expected_header
    end

    # @param card [String] of the signer
    def signed_with?(card)
      Card.fingerprint(card) == fingerprint && Wire.signed_by?(Card.verification_key(card), @text)
    end

    private

    def read_payload(payload)
      raise Wire::Malformed unless payload.is_a?(Hash) && payload.keys == FIELDS
      @user_id = Wire.within(payload[1], Wire::USER_IDS)
      @fingerprint = Wire.encode64(Wire.bytes(payload[2], Wire::DIGEST_BYTES))
      @username = Wire.bytes(payload[3], USERNAME_BYTES).dup.force_encoding(Encoding::UTF_8)
      raise Wire::Malformed unless username.valid_encoding?
      @publication = Wire.within(payload[4], PUBLICATIONS)
    end

    def expected_header
      {
        Wire::ALG => Wire::EDDSA,
        Wire::SUITE => Wire::SUITE_1,
        Wire::KIND => KIND,
        Wire::USER_ID => user_id,
      }
    end
  end
end
