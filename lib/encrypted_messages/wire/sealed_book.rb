# frozen_string_literal: true

module EncryptedMessages
  # What a client sends of a member's address book at once (docs/protocol.md §7.3): the root, and the shards that have
  # changed with it.
  class SealedBook
    COUNT = /\A\d{1,10}\z/
    # "0" to "32", each in one way.
    PARTS = SealedPart::PARTS.index_by(&:to_s).freeze

    # @return [Integer] the version that the client saw last, 0 for none
    attr_reader :seen
    # @return [Array<SealedPart>]
    attr_reader :parts

    # Whether this can be a version, as a client writes it.
    def self.count?(value)
      COUNT.match?(value.to_s)
    end

    # @param sent [Hash] with `version`, the one last seen, and `parts`, by their number
    # @param user_id [Integer] whose it has to be
    # @raise [Wire::Malformed]
    def self.parse(sent, user_id)
      raise Wire::Malformed unless sent.is_a?(Hash)
      new(sent.to_h.with_indifferent_access, user_id)
    end

    def initialize(sent, user_id)
      parts = sent[:parts]
      known =
        parts.is_a?(Hash) && parts.key?(SealedPart::ROOT.to_s) && (parts.keys - PARTS.keys).empty?
      raise Wire::Malformed unless known && self.class.count?(sent[:version])
      @seen = sent[:version].to_i
      @parts =
        parts.map { |number, text| SealedPart.parse(text, user_id:, part: PARTS.fetch(number)) }
    end

    # @return [Integer] of the address book once these parts are written
    def version
      parts.find(&:version).version
    end
  end
end
