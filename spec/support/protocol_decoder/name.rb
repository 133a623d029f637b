# frozen_string_literal: true

module ProtocolDecoder
  # §6.3
  class Name
    MAX_BYTES = 512
    PUBLICATIONS = 1..4_294_967_295

    attr_reader :username, :publication

    # @param text [String] base64url
    # @param card [Card] whose name it is
    def self.open(text, card:)
      new(Encoding.from_text(text, max_bytes: MAX_BYTES), card)
    end

    def initialize(value, card)
      labels = { Label::USER => [USER_IDS, card.user_id, "wrong-user"] }
      message = Cose.sign1(value, kind: :name, labels:)
      username = ->(item) { Fields.bytes?(item) && item.bytesize.between?(1, 240) }
      types = { 1 => USER_IDS, 2 => 32, 3 => username, 4 => PUBLICATIONS }
      payload = Fields.check(message.payload, types)
      ProtocolDecoder.refuse_unless(payload[1] == card.user_id, "wrong-user")
      ProtocolDecoder.refuse_unless(payload[2] == card.fingerprint, "wrong-fingerprint")
      message.verify(card.verification_key)
      @username = Encoding.utf8(payload[3])
      @publication = payload[4]
    end
  end
end
