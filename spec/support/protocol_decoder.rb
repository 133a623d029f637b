# frozen_string_literal: true

require "base64"
require "cbor"
require "cose"
require "openssl"

# A second reader of the protocol, written from docs/protocol.md alone and sharing no code with the
# plugin, so that what the document leaves open shows as a difference. Section numbers are the
# document's. It opens and verifies; making objects is not its business.
module ProtocolDecoder
  # Carries the cause of a refusal, by its name in §11.
  class Refused < StandardError
  end

  MARKER = "encrypted-message:v1:"
  NAME = "discourse-encrypted-messages"
  SUITE = 1
  MAX_BYTES = 2 * 1024 * 1024
  MAX_ITEMS = 4096
  MAX_DEPTH = 8

  # §2
  module Label
    ALG = 1
    IV = 5
    SUITE = -65_537
    KIND = -65_538
    CONVERSATION = -65_539
    EPOCH = -65_540
    MESSAGE = -65_541
    USER = -65_542
    FINGERPRINT = -65_543
    SALT = -65_544
    ROUNDS = -65_545
    REVISION = -65_546
    COMMITMENT = -65_547
    ENTRY = -65_548
    # The last one that has a meaning.
    PART = -65_549
  end

  KINDS = {
    body: 1,
    title: 2,
    draft: 3,
    card: 16,
    decryption_key: 17,
    signing_key: 18,
    secret: 19,
    grant: 20,
    entry: 21,
    vouch: 22,
    recovery_key: 23,
    passkey: 24,
    address_book: 25,
    key_bag: 26,
    name: 27,
  }.freeze

  USER_IDS = 1..9_007_199_254_740_991
  TIMES = 0..9_007_199_254_740_991
  FIRST_EPOCH = 1
  EPOCHS = 1..4_294_967_295
  REVISIONS = 1..4_294_967_295

  def self.refuse(cause)
    raise Refused, cause
  end

  def self.refuse_unless(condition, cause)
    refuse(cause) unless condition
  end
end

require_relative "protocol_decoder/encoding"
require_relative "protocol_decoder/fields"
require_relative "protocol_decoder/crypto"
require_relative "protocol_decoder/cose"
require_relative "protocol_decoder/card"
require_relative "protocol_decoder/name"
require_relative "protocol_decoder/safety_number"
require_relative "protocol_decoder/backup"
require_relative "protocol_decoder/address_book"
require_relative "protocol_decoder/roster"
require_relative "protocol_decoder/conversation_key"
require_relative "protocol_decoder/grant"
require_relative "protocol_decoder/key_bag"
require_relative "protocol_decoder/envelope"
require_relative "protocol_decoder/message"
require_relative "protocol_decoder/draft"
require_relative "protocol_decoder/ledger"
require_relative "protocol_decoder/versions"
