# frozen_string_literal: true

module ProtocolDecoder
  # §7
  class Backup
    MAX_BYTES = 24 * 1024
    ROUNDS = 600_000..10_000_000

    attr_reader :account_key, :decryption_key, :signing_key

    # @param text [String] base64url
    # @param card [String] base64url
    def self.open(text, user_id:, card:, secret:)
      new(Encoding.from_text(text, max_bytes: MAX_BYTES), user_id, card, secret)
    end

    def initialize(value, user_id, card, secret)
      @user_id = user_id
      decryption_key, signing_key, method = check_shape(value)
      @account_key = open_method(method, secret)
      @card = Card.open(card, user_id:)
      @decryption_key = open_key(decryption_key, :decryption_key)
      @signing_key = open_key(signing_key, :signing_key)
    end

    private

    # Step 1
    def check_shape(value)
      ProtocolDecoder.refuse_unless(value.is_a?(Array) && value.any?, "malformed")
      ProtocolDecoder.refuse_unless(value[0] == SUITE, "unknown-suite")
      shape = value.size == 4 && value[3].is_a?(Array) && value[3].size == 1
      ProtocolDecoder.refuse_unless(shape, "malformed")
      [value[1], value[2], value[3].first]
    end

    # Steps 2 and 3
    def open_method(value, secret)
      method =
        Cose.encrypt0(
          value,
          kinds: [:secret],
          labels: {
            Label::USER => [USER_IDS, @user_id, "wrong-user"],
            Label::SALT => [32, nil, nil],
            Label::ROUNDS => [0.., nil, nil],
          },
        )
      ProtocolDecoder.refuse_unless(method.parts[2].bytesize == 48, "malformed")
      salt, rounds = method.header.values_at(Label::SALT, Label::ROUNDS)
      ProtocolDecoder.refuse_unless(ROUNDS.cover?(rounds), "rounds-out-of-range")
      method.decrypt(Crypto.pbkdf2(secret, salt, rounds), "wrong-secret")
    end

    # Step 5
    def open_key(value, kind)
      wrapped =
        Cose.encrypt0(
          value,
          kinds: [kind],
          labels: {
            Label::USER => [USER_IDS, @user_id, "wrong-user"],
            Label::FINGERPRINT => [32, @card.fingerprint, "wrong-fingerprint"],
          },
        )
      key = Crypto.hkdf(account_key, Crypto.purpose("private keys", @user_id))
      OpenSSL::PKey.read(wrapped.decrypt(key, "not-decrypted"))
    rescue OpenSSL::PKey::PKeyError
      ProtocolDecoder.refuse("not-decrypted")
    end
  end
end
