# frozen_string_literal: true

module EncryptedMessages
  # The outer shape of one part of a member's address book (docs/protocol.md §7.3). Whom it names only that member's own
  # devices can read.
  class SealedPart
    KIND = 25
    # The part that names the digests of all others, and alone has the version.
    ROOT = 0
    PARTS = 0..32
    VERSIONS = 1..4_294_967_295
    MAX_BYTES = 64 * 1024
    # In characters of base64url.
    MAX_LENGTH = (MAX_BYTES * 4 / 3.0).ceil

    # @return [String] base64url, as it was sent
    attr_reader :text
    attr_reader :part
    # @return [Integer, nil] of the whole address book; nil in all parts but the root
    attr_reader :version

    # @param text [String] base64url
    # @param user_id [Integer] whose it has to be
    # @param part [Integer] the one that it has to be
    # @raise [Wire::Malformed]
    def self.parse(text, user_id:, part:)
      raise Wire::Malformed unless text.is_a?(String) && text.length <= MAX_LENGTH
      new(text, user_id, part)
    end

    def initialize(text, user_id, part)
      @text = text
      @part = part
      header = Wire.decode_encrypt0(text)
      raise Wire::Malformed unless header.is_a?(Hash)
      @version = Wire.within(header[Wire::REVISION], VERSIONS) if part == ROOT
      raise Wire::Malformed unless header == expected_header(user_id)
    end

    private

    def expected_header(user_id)
      {
        Wire::ALG => Wire::A256GCM,
        Wire::SUITE => Wire::SUITE_1,
        Wire::KIND => KIND,
        Wire::USER_ID => user_id,
        Wire::REVISION => version,
        Wire::PART => part,
      }.compact
    end
  end
end
