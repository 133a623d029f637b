# frozen_string_literal: true

require "base64"
require "cbor"
require "openssl"
require_relative "protocol_decoder"

# A member whose keys are made here instead of in a browser, where many are needed: the card is real
# (docs/protocol.md §6), and what is granted to them is opened by `ProtocolDecoder`.
class PreparedMember
  attr_reader :user, :card

  def initialize(user)
    @user = user
    @decryption_key = OpenSSL::PKey::RSA.new(3072)
    @signing_key = OpenSSL::PKey.generate_key("ED25519")
    encoded = encode_card
    @card = ProtocolDecoder::Card.open(encoded, user_id: user.id)
    # The backup is never opened: nobody unlocks these keys on a device.
    backup = base64url(CBOR.encode([1, "\0".b * 900, "\0".b * 400, []]))
    EncryptedMessages::Identity.new(user).store!(card: encoded, backup:, version: 0)
  end

  # @param topic [Topic]
  # @param granter [ProtocolDecoder::Card]
  # @return [ProtocolDecoder::Message] the first body, verified
  def read_first_post(topic, granter:, participants:)
    conversation = topic.encrypted_conversation
    conversation_id = Base64.urlsafe_decode64(conversation.conversation_id)
    grant =
      ProtocolDecoder::Grant.open(
        conversation.keys.find_by!(user_id: user.id).encrypted_key,
        conversation_id:,
        epoch: 1,
        member: card,
        private_key: @decryption_key,
        granter: [granter],
        participants:,
      )
    ProtocolDecoder::Message.open(
      ProtocolDecoder::Encoding.from_raw(topic.first_post.raw),
      kind: :body,
      conversation_id:,
      keys: {
        1 => grant.content_key,
      },
      authors: [granter],
    )
  end

  private

  def encode_card
    header = CBOR.encode({ 1 => -8, -65_537 => 1, -65_538 => 16, -65_542 => user.id })
    payload =
      CBOR.encode(
        {
          1 => {
            1 => 3,
            3 => -41,
            -1 => @decryption_key.n.to_s(2).b,
            -2 => "\x01\x00\x01".b,
          },
          2 => {
            1 => 1,
            3 => -8,
            -1 => 6,
            -2 => @signing_key.raw_public_key.b,
          },
          3 => 1_795_000_000_000,
        },
      )
    signed = CBOR.encode(["Signature1", header, ProtocolDecoder::NAME.b, payload])
    signature = @signing_key.sign(nil, signed)
    base64url(CBOR.encode(CBOR::Tagged.new(18, [header, {}, payload, signature])))
  end

  def base64url(bytes)
    Base64.urlsafe_encode64(bytes, padding: false)
  end
end
