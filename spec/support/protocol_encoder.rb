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

  # @param label [String] has to be the same to decrypt
  def self.rsa_oaep(public_key, label, plaintext)
    public_key.encrypt(plaintext, ProtocolDecoder::Crypto.oaep(label))
  end

  # §4.3
  def self.pad(content)
    marked = content + "\x80".b
    marked.ljust(ProtocolDecoder::Crypto.padded_length(marked.bytesize), "\0")
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
