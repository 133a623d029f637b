# frozen_string_literal: true

require_relative "protocol_decoder"

# Makes what `ProtocolDecoder` reads, so that a spec need not have a browser make it. Section numbers are those of
# docs/protocol.md. Every value is of binary strings, integers, arrays and maps.
module ProtocolEncoder
  # §4.2
  #
  # @param key [OpenSSL::PKey::PKey] Ed25519
  # @param header [Hash] without algorithm and suite
  # @return [CBOR::Tagged] COSE_Sign1
  def self.sign1(key, header, payload)
    header = encode({ ProtocolDecoder::Label::ALG => -8, **suite, **header })
    payload = encode(payload)
    signed = encode(["Signature1", header, ProtocolDecoder::NAME.b, payload])
    CBOR::Tagged.new(18, [header, {}, payload, key.sign(nil, signed)])
  end

  # §4.2
  #
  # @param key [String] 32 bytes, for AES-256-GCM
  # @param header [Hash] without algorithm and suite
  # @return [CBOR::Tagged] COSE_Encrypt0
  def self.encrypt0(key, header, plaintext)
    header = encode({ ProtocolDecoder::Label::ALG => 3, **suite, **header })
    nonce = SecureRandom.bytes(12)
    cipher = OpenSSL::Cipher.new("aes-256-gcm").encrypt
    cipher.key = key
    cipher.iv = nonce
    cipher.auth_data = encode(["Encrypt0", header, ProtocolDecoder::NAME.b])
    ciphertext = cipher.update(plaintext) + cipher.final + cipher.auth_tag
    CBOR::Tagged.new(16, [header, { ProtocolDecoder::Label::IV => nonce }, ciphertext])
  end

  # §7.3
  #
  # @param content [Hash, Array] of the root, or of a shard
  # @param version [Integer, nil] of the root alone
  # @return [String] base64url
  def self.address_book_part(account_key, user_id, number, content, version: nil)
    label = ProtocolDecoder::Label
    purpose = ProtocolDecoder::Crypto.purpose("address book", user_id)
    header = {
      label::KIND => ProtocolDecoder::KINDS[:address_book],
      label::USER => user_id,
      label::REVISION => version,
      label::PART => number,
    }
    key = ProtocolDecoder::Crypto.hkdf(account_key, purpose)
    base64url(encrypt0(key, header.compact, pad(encode(content))))
  end

  # §7.3: the root and its shards
  #
  # @param contacts [Array<Array>] user id, fingerprint, publication, standing and name of each
  # @param method_list [Array] of the backup
  # @return [Hash{String => String}] base64url by number
  def self.address_book(account_key, user_id, fingerprint:, method_list:, version: 1, contacts: [])
    shards =
      contacts
        .group_by { |contact| 1 + (contact[0] % 32) }
        .to_h do |number, some|
          [number, address_book_part(account_key, user_id, number, some.sort_by(&:first))]
        end
    digests =
      (1..32).map do |number|
        next "\0".b * 16 if !shards.key?(number)
        OpenSSL::Digest.digest("SHA256", Base64.urlsafe_decode64(shards[number]))[0, 16]
      end
    methods_digest = OpenSSL::Digest.digest("SHA256", encode(method_list))
    root = { 1 => digests, 2 => methods_digest, 3 => fingerprint }
    root = address_book_part(account_key, user_id, 0, root, version:)
    { 0 => root, **shards }.transform_keys(&:to_s)
  end

  # @param label [String] has to be the same to decrypt
  def self.rsa_oaep(public_key, label, plaintext)
    public_key.encrypt(plaintext, ProtocolDecoder::Crypto.oaep(label))
  end

  # §4.3
  #
  # @param steps as for `padded_length`
  def self.pad(content, *steps)
    marked = content + "\x80".b
    marked.ljust(ProtocolDecoder::Crypto.padded_length(marked.bytesize, *steps), "\0")
  end

  # §1
  def self.base64url(value)
    Base64.urlsafe_encode64(encode(value), padding: false)
  end

  # §1, and with text strings as they are in §4
  def self.encode(value)
    ProtocolDecoder::Encoding.encode(value, text: true)
  end

  def self.suite
    { ProtocolDecoder::Label::SUITE => ProtocolDecoder::SUITE }
  end
  private_class_method :suite
end
