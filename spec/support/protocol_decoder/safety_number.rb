# frozen_string_literal: true

module ProtocolDecoder
  # §6.4
  module SafetyNumber
    # @param pairs [Array<Array(Integer, String)>] user id and fingerprint of each of the two
    # @return [Array<String>] twelve groups of five digits
    def self.of(pairs)
      lower, higher = pairs.sort_by(&:first)
      ProtocolDecoder.refuse_unless(lower.first < higher.first, "wrong-user")
      hash = OpenSSL::Digest::SHA512.digest(Crypto.purpose("safety number", *lower, *higher))
      hash.byteslice(0, 60).scan(/.{5}/mn).map { |group| digits(group) }
    end

    def self.digits(group)
      format("%05d", group.unpack1("H*").hex % 100_000)
    end
  end
end
