# frozen_string_literal: true

module ProtocolDecoder
  # §6
  class Card
    MAX_BYTES = 3 * 1024

    attr_reader :user_id, :fingerprint, :verification_key, :created_at, :replaces, :vouch

    # @param text [String] base64url
    def self.open(text, user_id:)
      new(Encoding.from_text(text, max_bytes: MAX_BYTES), user_id)
    end

    # §6.1
    #
    # @param earlier [Array<String>] base64url, newest first
    # @return [Array<Card>] the current one, then the earlier ones
    def self.open_history(text, earlier, user_id:)
      ProtocolDecoder.refuse_unless(earlier.size <= 63, "malformed")
      current = new(Encoding.from_text(text, max_bytes: MAX_BYTES), user_id)
      earlier.inject([current]) do |cards, other|
        card = new(Encoding.from_text(other, max_bytes: MAX_BYTES), user_id)
        ProtocolDecoder.refuse_unless(cards.last.replaces == card.fingerprint, "wrong-fingerprint")
        cards.last.check_vouch(card)
        [*cards, card]
      end
    end

    # @param histories [Array<Array<Card>>] each verified, the current one first
    # @param pair [Array(Integer, String)] user id and fingerprint
    # @return [Card, nil]
    def self.find(histories, pair)
      histories.flatten.find { |card| card.pair == pair }
    end

    # §6.2: from the one to the other each names the one before it, and has its vouch.
    #
    # @param pair [Array(Integer, String)] of the earlier card
    # @return [Boolean] whether a later card of the same history is the vouched successor of it
    def self.succeeds?(histories, later, pair)
      histories.any? do |history|
        from = history.index { |card| card.pair == later }
        to = history.index { |card| card.pair == pair }
        from && to && from < to && history[from...to].all?(&:vouch)
      end
    end

    def initialize(value, user_id)
      labels = { Label::USER => [USER_IDS, user_id, "wrong-user"] }
      message = Cose.sign1(value, kind: :card, labels:)
      payload = check_payload(message.payload)
      check_encryption_key(payload[1])
      check_verification_key(payload[2])
      @verification_key = payload[2][-2]
      message.verify(verification_key)

      @user_id = user_id
      @created_at = payload[3]
      @replaces = payload[4]
      @vouch = payload[5]
      @encryption_key = payload[1]
      purpose = Crypto.purpose("fingerprint", payload[1], payload[2])
      @fingerprint = OpenSSL::Digest.digest("SHA256", purpose)
    end

    # The user id and the fingerprint
    def pair
      [user_id, fingerprint]
    end

    # §6.2
    #
    # @param earlier [Card] the one that this card names
    def check_vouch(earlier)
      return if !vouch
      header = { Label::ALG => -8, Label::SUITE => SUITE }
      header.update(Label::KIND => KINDS[:vouch], Label::USER => user_id)
      payload = { 1 => user_id, 2 => earlier.fingerprint, 3 => fingerprint }
      parts = [Encoding.encode(header), NAME.b, Encoding.encode(payload)]
      signed = Encoding.encode(["Signature1", *parts], text: true)
      verified = Crypto.ed25519_verify(earlier.verification_key, vouch, signed)
      ProtocolDecoder.refuse_unless(verified, "bad-signature")
    end

    # @return [OpenSSL::PKey::RSA]
    def encryption_key
      COSE::Key::RSA.new(n: @encryption_key[-1], e: @encryption_key[-2]).to_pkey
    end

    private

    def check_payload(payload)
      map = ->(item) { item.is_a?(Hash) }
      Fields.check(payload, { 1 => map, 2 => map, 3 => TIMES }, { 4 => 32, 5 => 64 })
      ProtocolDecoder.refuse_unless(payload.key?(4) || !payload.key?(5), "malformed")
      payload
    end

    def check_encryption_key(key)
      Fields.check(key, { 1 => 3..3, 3 => -41..-41, -1 => 384, -2 => 3 })
      exponent = key[-2] == "\x01\x00\x01".b
      bits = key[-1].getbyte(0) >= 0x80 && key[-1].getbyte(-1).odd?
      ProtocolDecoder.refuse_unless(exponent && bits, "malformed")
    end

    def check_verification_key(key)
      Fields.check(key, { 1 => 1..1, 3 => -8..-8, -1 => 6..6, -2 => 32 })
      y = key[-2].reverse.unpack1("H*").hex % (2**255)
      small = Crypto::SMALL_ORDER.include?(y % Crypto::ED25519_PRIME)
      ProtocolDecoder.refuse_unless(!small, "malformed")
    end
  end
end
