# frozen_string_literal: true

module ProtocolDecoder
  # Suite 1 (§1) and the building blocks of §4, by OpenSSL.
  module Crypto
    ED25519_PRIME = (2**255) - 19
    # The y of all points whose order divides 8.
    SMALL_ORDER = [
      0,
      1,
      ED25519_PRIME - 1,
      0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826,
      0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7,
    ].freeze

    # §4.1
    def self.purpose(name, *context)
      Encoding.encode([NAME, name, SUITE, *context], text: true)
    end

    def self.hkdf(key, purpose)
      OpenSSL::KDF.hkdf(key, salt: "", info: purpose, length: 32, hash: "SHA256")
    end

    def self.pbkdf2(secret, salt, rounds)
      password = secret.unicode_normalize(:nfkc).gsub(/\A[[:space:]]+|[[:space:]]+\z/, "").b
      OpenSSL::KDF.pbkdf2_hmac(password, salt:, iterations: rounds, length: 32, hash: "SHA256")
    end

    # @return [String, nil] nil when it does not decrypt
    def self.aes_gcm_decrypt(key, nonce, ciphertext, aad)
      return if ciphertext.bytesize < 16
      cipher = OpenSSL::Cipher.new("aes-256-gcm").decrypt
      cipher.key = key
      cipher.iv = nonce
      cipher.auth_tag = ciphertext[-16..]
      cipher.auth_data = aad
      content = ciphertext[0...-16]
      (content.empty? ? "".b : cipher.update(content)) + cipher.final
    rescue OpenSSL::Cipher::CipherError
      nil
    end

    # @return [String, nil]
    def self.rsa_oaep_decrypt(private_key, label, ciphertext)
      private_key.decrypt(ciphertext, oaep(label))
    rescue OpenSSL::PKey::PKeyError
      nil
    end

    # OpenSSL's options for it
    def self.oaep(label)
      {
        "rsa_padding_mode" => "oaep",
        "rsa_oaep_md" => "sha256",
        "rsa_mgf1_md" => "sha256",
        "rsa_oaep_label" => label.unpack1("H*"),
      }
    end

    def self.ed25519_verify(public_bytes, signature, data)
      OpenSSL::PKey.new_raw_public_key("ED25519", public_bytes).verify(nil, signature, data)
    rescue OpenSSL::PKey::PKeyError
      false
    end

    # §4.3
    #
    # @param steps [Array<Integer>] up to 512
    def self.padded_length(length, steps = [512])
      step = steps.find { |each| length <= each }
      return step if step
      exponent = length.bit_length - 1
      low_bits = exponent - exponent.bit_length
      mask = (1 << low_bits) - 1
      (length + mask) & ~mask
    end

    def self.unpad(padded, steps = [512])
      mark = padded.rindex(/[^\0]/n)
      ProtocolDecoder.refuse_unless(mark && padded.getbyte(mark) == 0x80, "bad-padding")
      right = padded_length(mark + 1, steps) == padded.bytesize
      ProtocolDecoder.refuse_unless(right, "bad-padding")
      padded[0...mark]
    end
  end
end
