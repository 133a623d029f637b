# frozen_string_literal: true

# Reads what run.mjs gives it by the second reader of spec/support/ and by the server's own parsers: a line of JSON in, a
# line of JSON out.

require "json"
require_relative "../../spec/support/protocol_decoder"
require_relative "../../spec/support/vectors"
%w[wire wire_bounds card grant envelope].each do |name|
  require_relative "../../lib/encrypted_messages/wire/#{name}"
end

module FuzzReader
  extend self

  # One round, as in run.mjs: it is not how long a secret takes that is tried.
  module OneRound
    def pbkdf2(secret, salt, _rounds)
      super(secret, salt, 1)
    end
  end
  ProtocolDecoder::Crypto.singleton_class.prepend(OneRound)

  Wire = EncryptedMessages::Wire
  Refused = ProtocolDecoder::Refused

  # By the decoder's name, what the second reader finds: as under `gives` in the vectors.
  READER = {
    "base64url" => ->(given) do
      { "length" => ProtocolDecoder::Encoding.bytes(given["text"]).bytesize }
    end,
    "id" => ->(given) do
      size = ProtocolDecoder::Encoding.bytes(given["text"]).bytesize
      ProtocolDecoder.refuse_unless(size == 16, "malformed")
      {}
    end,
    "cbor" => ->(given) do
      ProtocolDecoder::Encoding.cbor(bytes(given["cbor"]))
      {}
    end,
    "padding" => ->(given) do
      { "length" => ProtocolDecoder::Crypto.unpad(bytes(given["padded"])).bytesize }
    end,
    "card" => ->(given) do
      card = ProtocolDecoder::Card.open(given["card"], user_id: given["user_id"])
      {
        "fingerprint" => Vectors.text(card.fingerprint),
        "created_at" => card.created_at,
        "previous_fingerprint" => Vectors.text(card.replaces),
        "verification_key" => Vectors.text(card.verification_key),
      }
    end,
    "backup" => ->(given) do
      user_id, card, secret = given.values_at("user_id", "card", "secret")
      ProtocolDecoder::Backup.open(given["backup"], user_id:, card:, secret:)
      {}
    end,
    "grant" => ->(given) do
      grant =
        ProtocolDecoder::Grant.open(
          given["grant"],
          conversation_id: bytes(given["conversation_id"]),
          epoch: given["epoch"],
          member: card(given["member"]),
          private_key: decryption_key(given["member"]),
          granter: [given["granter"], *given["granter_earlier"]].map { |name| card(name) },
          participants: given["participant_ids"],
          replaced: given["member_earlier"].to_a.map { |name| card(name).fingerprint },
        )
      { "commitment" => Vectors.text(grant.commitment) }
    end,
    "body" => ->(given) { message(ProtocolDecoder::Encoding.from_raw(given["raw"]), :body, given) },
    "title" => ->(given) do
      message(ProtocolDecoder::Encoding.from_text(given["title"]), :title, given)
    end,
    "draft" => ->(given) do
      Vectors.fields(
        ProtocolDecoder::Message.open_draft(
          ProtocolDecoder::Encoding.from_raw(given["raw"]),
          account_key: bytes(people.dig(given["author"], "account_key")),
          card: card(given["author"]),
          conversation_id: given["conversation_id"] && bytes(given["conversation_id"]),
          message_id: given["message_id"] && bytes(given["message_id"]),
        ),
      )
    end,
  }.freeze

  # What the server makes of the same: nil where it has no say, false where it refuses.
  SERVER = {
    "base64url" => ->(given) do
      given["text"] == "" ? {} : { "length" => Wire.decode64(given["text"]).bytesize }
    end,
    "id" => ->(given) { given["text"].match?(Wire::ID_PATTERN) && {} },
    "cbor" => ->(given) do
      Wire.decode_cbor(bytes(given["cbor"]))
      {}
    end,
    "sign1" => ->(given) do
      Wire.decode_sign1(given["object"])
      {}
    end,
    "envelope" => ->(given) do
      envelope = EncryptedMessages::Envelope.stored(given["raw"])
      envelope &&
        {
          "kind" => EncryptedMessages::Envelope::KINDS.key(envelope.kind),
          "conversation_id" => envelope.conversation_id,
          "epoch" => envelope.epoch,
          "message_id" => envelope.message_id,
          "revision" => envelope.revision,
        }
    end,
    "card" => ->(given) do
      EncryptedMessages::Card.for?(given["card"], given["user_id"]) &&
        {
          "fingerprint" => EncryptedMessages::Card.fingerprint(given["card"]),
          "previous_fingerprint" => EncryptedMessages::Card.replaces(given["card"]),
        }
    end,
    "grant" => ->(given) do
      EncryptedMessages::Grant.for?(
        given["grant"],
        conversation_id: given["conversation_id"],
        epoch: given["epoch"],
        member_id: people.dig(given["member"], "user_id"),
        granter_id: people.dig(given["granter"], "user_id"),
      ) && {}
    end,
    "body" => ->(given) { EncryptedMessages::Envelope.stored(given["raw"]) && {} },
    "draft" => ->(given) { EncryptedMessages::Envelope.stored(given["raw"]) && {} },
    # which it parses as it does a raw without the marker
    "title" => ->(given) do
      marker = EncryptedMessages::Envelope::MARKER
      EncryptedMessages::Envelope.stored(marker + given["title"]) && {}
    end,
  }.freeze

  def answer(name, given)
    {
      reader: READER[name] && verdict(Refused) { READER[name].call(given) },
      server: SERVER[name] && verdict(Wire::Malformed) { SERVER[name].call(given) },
    }
  end

  private

  # What it gives, or the cause of a refusal, or a crash; and how many milliseconds of the processor that took.
  def verdict(refusal)
    began = now
    found =
      begin
        gives = yield
        gives ? { gives: } : { refused: "refused" }
      rescue refusal => error
        { refused: error.message }
      rescue StandardError, SystemStackError => error
        { crashed: "#{error.class} at #{error.backtrace&.first}" }
      end
    { **found, milliseconds: now - began }
  end

  def now
    Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID, :float_millisecond)
  end

  def message(value, kind, given)
    Vectors.fields(
      ProtocolDecoder::Message.open(
        value,
        kind:,
        conversation_id: bytes(given["conversation_id"]),
        message_id: given["message_id"] && bytes(given["message_id"]),
        keys: Vectors.content_keys(given),
        authors: given["authors"].map { |name| card(name) },
      ),
    )
  end

  def bytes(text)
    Vectors.bytes(text)
  end

  def people
    @people ||= Vectors.read("people")
  end

  # Opened once for each name, as the keys are.
  def card(name)
    (@cards ||= {})[name] ||= Vectors.card(name)
  end

  def decryption_key(name)
    (@keys ||= {})[name] ||= OpenSSL::PKey.read(bytes(people.dig(name, "decryption_key")))
  end
end

$stdout.sync = true
$stdin.each_line do |line|
  name, given = JSON.parse(line)
  puts JSON.generate(FuzzReader.answer(name, given))
end
