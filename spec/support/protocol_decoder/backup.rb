# frozen_string_literal: true

module ProtocolDecoder
  # §7
  class Backup
    MAX_BYTES = 128 * 1024
    ROUNDS = 600_000..10_000_000
    # Of these a reader may know none.
    RESERVED_METHODS = KINDS.values_at(:recovery_key, :passkey).freeze

    attr_reader :account_key, :decryption_keys, :signing_key

    # @param text [String] base64url
    # @param card [String] base64url
    def self.open(text, user_id:, card:, secret:)
      new(Encoding.from_text(text, max_bytes: MAX_BYTES), user_id, card, secret)
    end

    def initialize(value, user_id, card, secret)
      @user_id = user_id
      decryption_keys, signing_key, method = check_shape(value)
      @account_key = open_method(method, secret)
      @card = Card.open(card, user_id:)
      @decryption_keys = open_decryption_keys(decryption_keys)
      @signing_key = open_key(wrapped_key(signing_key, :signing_key, @card.fingerprint))
      check_fit
    end

    # Of the current card
    def decryption_key
      decryption_keys.first
    end

    private

    # Step 1
    def check_shape(value)
      ProtocolDecoder.refuse_unless(value.is_a?(Array) && value.any?, "malformed")
      ProtocolDecoder.refuse_unless(value[0] == SUITE, "newer")
      shape = value.size == 4 && list?(value[1], 64) && list?(value[3], 8)
      ProtocolDecoder.refuse_unless(shape, "malformed")
      methods = value[3].reject { |method| reserved?(method) }
      ProtocolDecoder.refuse_unless(methods.one?, "malformed")
      [value[1], value[2], methods.first]
    end

    def list?(value, most)
      value.is_a?(Array) && value.size.between?(1, most)
    end

    # An encrypted object of a kind that is not defined yet, whatever else is in its header.
    def reserved?(method)
      return false if !method.is_a?(CBOR::Tagged) || method.tag != 16
      protected_header, = method.value if method.value.is_a?(Array)
      return false if !Fields.bytes?(protected_header)
      header = Encoding.cbor(protected_header)
      header.is_a?(Hash) && RESERVED_METHODS.include?(header[Label::KIND])
    end

    # Steps 2 and 3
    def open_method(value, secret)
      method =
        Cose.encrypt0(
          value,
          kind: :secret,
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
    def open_decryption_keys(values)
      current, *earlier = values
      wrapped = [
        wrapped_key(current, :decryption_key, @card.fingerprint),
        *earlier.map { |value| wrapped_key(value, :decryption_key) },
      ]
      fingerprints = wrapped.map { |key| key.header[Label::FINGERPRINT] }
      ProtocolDecoder.refuse_unless(fingerprints == fingerprints.uniq, "wrong-fingerprint")
      wrapped.map { |key| open_key(key) }
    end

    # Step 6. What the header says of a key is no proof; here the private keys can be read.
    def check_fit
      fits =
        decryption_key.public_to_der == @card.encryption_key.public_to_der &&
          signing_key.oid == "ED25519" && signing_key.raw_public_key == @card.verification_key
      ProtocolDecoder.refuse_unless(fits, "wrong-fingerprint")
    end

    # @param fingerprint [String, nil] nil where any will do
    def wrapped_key(value, kind, fingerprint = nil)
      labels = {
        Label::USER => [USER_IDS, @user_id, "wrong-user"],
        Label::FINGERPRINT => [32, fingerprint, "wrong-fingerprint"],
      }
      Cose.encrypt0(value, kind:, labels:)
    end

    def open_key(wrapped)
      key = Crypto.hkdf(account_key, Crypto.purpose("private keys", @user_id))
      OpenSSL::PKey.read(wrapped.decrypt(key, "not-decrypted"))
    rescue OpenSSL::PKey::PKeyError
      ProtocolDecoder.refuse("not-decrypted")
    end
  end
end
