# frozen_string_literal: true

# Reads what run.mjs gives it by the second reader of spec/support/ and by the server's own parsers: a line of JSON in, a
# line of JSON out.

require "active_support"
require "active_support/core_ext/enumerable"
require "active_support/core_ext/object/blank"
require "json"
require_relative "../../spec/support/protocol_decoder"
require_relative "../../spec/support/protocol_encoder"
require_relative "../../spec/support/vectors"
%w[wire wire_bounds card grant key_bag envelope sealed_part signed_entry].each do |name|
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

  # What the reader knows anyway is opened once.
  module Once
    def history(names)
      (@histories ||= {})[names] ||= super
    end
  end
  Vectors.singleton_class.prepend(Once)

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
    "address_book" => ->(given) { Vectors.book_fields(Vectors.address_book(given)) },
    "shard" => ->(given) do
      number, shard = given.values_at("number", "shard")
      root = root_naming(given["member"], number, ProtocolDecoder::Encoding.bytes(shard))
      Vectors.book_fields(
        Vectors.address_book(
          { "member" => given["member"], "root" => root, "shards" => { number.to_s => shard } },
        ),
      )
    end,
    "name" => ->(given) do
      card = ProtocolDecoder::Card.open(given["card"], user_id: given["user_id"])
      name = ProtocolDecoder::Name.open(given["signed_name"], card:)
      { "username" => name.username, "publication" => name.publication }
    end,
    "roster" => ->(given) do
      entries = [*given["entries"], given["entry"]]
      roster = Vectors.open_roster(given.merge("entries" => entries))
      found =
        roster.entries.map { |entry| [Vectors.text(entry.digest), entry.epoch, entry.signer.first] }
      { "entries" => found }
    end,
    "grant" => ->(given) do
      grant =
        ProtocolDecoder::Grant.open(
          given["grant"],
          epoch: given["epoch"],
          member: Vectors.card(given["member"]),
          private_key: decryption_key(given["member"]),
          earlier_keys:
            given["member_held"].to_h do |name|
              [Vectors.card(name).fingerprint, decryption_key(name)]
            end,
          roster: Vectors.roster(given["roster"]),
          histories: given["histories"].map { |names| Vectors.history(names) },
          replaced: given["member_earlier"].map { |name| Vectors.card(name).fingerprint },
        )
      { "commitment" => Vectors.text(grant.key.commitment) }
    end,
    "key_bag" => ->(given) do
      { "commitment" => Vectors.text(Vectors.key_bag(given).key.commitment) }
    end,
    "body" => ->(given) { message(ProtocolDecoder::Encoding.from_raw(given["raw"]), :body, given) },
    "title" => ->(given) do
      message(ProtocolDecoder::Encoding.from_text(given["title"]), :title, given)
    end,
    "draft" => ->(given) do
      draft =
        ProtocolDecoder::Draft.open(
          ProtocolDecoder::Encoding.from_raw(given["raw"]),
          account_key: bytes(Vectors.people.dig(given["author"], "account_key")),
          user_id: Vectors.people.dig(given["author"], "user_id"),
          conversation_id: given["conversation_id"] && bytes(given["conversation_id"]),
          message_id: given["message_id"] && bytes(given["message_id"]),
        )
      {
        "conversation_id" => Vectors.text(draft.conversation_id),
        "message_id" => Vectors.text(draft.message_id),
        "text" => draft.text,
        "title" => draft.title,
      }
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
      EncryptedMessages::Card.valid?(given["card"], given["user_id"]) &&
        {
          "fingerprint" => EncryptedMessages::Card.fingerprint(given["card"]),
          "previous_fingerprint" => EncryptedMessages::Card.replaces(given["card"]),
        }
    end,
    "address_book" => ->(given) do
      part = EncryptedMessages::SealedPart.parse(given["root"], user_id: user_id(given), part: 0)
      { "version" => part.version }
    end,
    "shard" => ->(given) do
      number = given["number"]
      EncryptedMessages::SealedPart.parse(given["shard"], user_id: user_id(given), part: number)
      {}
    end,
    "roster" => ->(given) do
      EncryptedMessages::SignedEntry.parse(given["entry"])
      {}
    end,
    "grant" => ->(given) do
      id = Vectors.text(Vectors.roster(given["roster"]).conversation_id)
      EncryptedMessages::Grant.payload_of(given["grant"], id, given["epoch"]) && {}
    end,
    "key_bag" => ->(given) do
      EncryptedMessages::KeyBag.decode(given["bag"])
      {}
    end,
    "body" => ->(given) { EncryptedMessages::Envelope.stored(given["raw"]) && {} },
    "draft" => ->(given) { EncryptedMessages::Envelope.stored(given["raw"]) && {} },
    # of whatever length
    "title" => ->(given) { EncryptedMessages::Envelope.epoch_of_title(given["title"]) && {} },
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
    message_id = given["message_id"] && bytes(given["message_id"])
    Vectors.fields(ProtocolDecoder::Message.open(value, kind:, message_id:, **Vectors.known(given)))
  end

  # Of an address book with this one shard.
  def root_naming(name, number, shard)
    person = Vectors.people.fetch(name)
    digests = Array.new(32) { "\0".b * 16 }
    digests[number - 1] = OpenSSL::Digest.digest("SHA256", shard)[0, 16]
    content = { 1 => digests, 2 => "\0".b * 32, 3 => bytes(person["fingerprint"]) }
    ProtocolEncoder.address_book_part(
      bytes(person["account_key"]),
      person["user_id"],
      0,
      content,
      version: 1,
    )
  end

  def user_id(given)
    Vectors.people.dig(given["member"], "user_id")
  end

  def bytes(text)
    Vectors.bytes(text)
  end

  def decryption_key(name)
    key = Vectors.people.dig(name, "decryption_key")
    (@keys ||= {})[name] ||= OpenSSL::PKey.read(bytes(key))
  end
end

$stdout.sync = true
$stdin.each_line do |line|
  name, given = JSON.parse(line)
  puts JSON.generate(FuzzReader.answer(name, given))
end
