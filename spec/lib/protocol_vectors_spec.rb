# frozen_string_literal: true

require_relative "../support/protocol_decoder"
require_relative "../support/vectors"

# Opens what test/vectors/ publishes by a decoder that knows docs/protocol.md alone, and refuses what
# must be refused, for the cause that the vectors name.
RSpec.describe ProtocolDecoder do
  def self.vectors(name)
    Vectors.read(name)
  end

  # Causes found before any cryptography. Which of several is found first is left open, so these count
  # as one; all others have to be found exactly.
  shape_causes = %w[
    malformed
    too-large
    wrong-kind
    wrong-user
    wrong-conversation
    wrong-epoch
    wrong-message
    wrong-revision
    wrong-fingerprint
    rounds-out-of-range
  ]

  delegate :bytes, :text, :card, :people, :fields, to: :Vectors

  def opened_card(given)
    card = described_class::Card.open(given["card"], user_id: given["user_id"])
    {
      "fingerprint" => text(card.fingerprint),
      "created_at" => card.created_at,
      "previous_fingerprint" => text(card.replaces),
      "modulus" => text(card.encryption_key.n.to_s(2)),
      "verification_key" => text(card.verification_key),
    }
  end

  def opened_history(given)
    cards =
      described_class::Card.open_history(
        given["card"],
        given["earlier_cards"],
        user_id: given["user_id"],
      )
    earlier =
      cards
        .drop(1)
        .select { |card| described_class::Card.succeeds?([cards], cards.first.pair, card.pair) }
    {
      "fingerprints" => cards.map { |card| text(card.fingerprint) },
      "successor_of" => earlier.map { |card| text(card.fingerprint) },
    }
  end

  def opened_name(given)
    card = described_class::Card.open(given["card"], user_id: given["user_id"])
    name = described_class::Name.open(given["signed_name"], card:)
    { "username" => name.username, "publication" => name.publication }
  end

  def safety_number(given)
    pairs = given["pairs"].map { |user_id, fingerprint| [user_id, bytes(fingerprint)] }
    { "groups" => described_class::SafetyNumber.of(pairs) }
  end

  def opened_backup(given)
    user_id, card, secret = given.values_at("user_id", "card", "secret")
    backup = described_class::Backup.open(given["backup"], user_id:, card:, secret:)
    {
      "account_key" => text(backup.account_key),
      "decryption_keys" => backup.decryption_keys.map { |key| text(key.private_to_der) },
      "signing_key" => text(backup.signing_key.private_to_der),
    }
  end

  def decryption_key(name)
    OpenSSL::PKey.read(bytes(people.dig(name, "decryption_key")))
  end

  def opened_address_book(given)
    Vectors.book_fields(Vectors.address_book(given))
  end

  def opened_grant(given)
    grant =
      described_class::Grant.open(
        given["grant"],
        epoch: given["epoch"],
        member: card(given["member"]),
        private_key: decryption_key(given["member"]),
        earlier_keys:
          given["member_held"].to_h { |name| [card(name).fingerprint, decryption_key(name)] },
        roster: Vectors.roster(given["roster"]),
        histories: given["histories"].map { |names| Vectors.history(names) },
        replaced: given["member_earlier"].map { |name| card(name).fingerprint },
      )
    opened_key(grant)
  end

  def opened_key_bag(given)
    opened_key(Vectors.key_bag(given))
  end

  def opened_key(opened)
    {
      "epoch_key" => text(opened.epoch_key),
      "commitment" => text(opened.key.commitment),
      "content_key" => text(opened.key.content_key),
    }
  end

  def opened_roster(given)
    entries =
      Vectors
        .open_roster(given)
        .entries
        .map do |entry|
          {
            "digest" => text(entry.digest),
            "epoch" => entry.epoch,
            "sequence" => entry.sequence,
            "author_id" => entry.signer.first,
            "fingerprint" => text(entry.signer.last),
            "created_at" => entry.created_at,
            "commitment" => text(entry.commitment),
            "participants" => entry.pairs.map { |user_id, print| [user_id, text(print)] },
          }
        end
    { "entries" => entries }
  end

  def opened_message(value, kind, given)
    message =
      described_class::Message.open(
        value,
        kind:,
        message_id: given["message_id"] && bytes(given["message_id"]),
        **Vectors.known(given),
      )
    fields(message)
  end

  def opened_body(given)
    opened_message(described_class::Encoding.from_raw(given["raw"]), :body, given)
  end

  def opened_title(given)
    opened_message(described_class::Encoding.from_text(given["title"]), :title, given)
  end

  def opened_draft(given)
    draft =
      described_class::Draft.open(
        described_class::Encoding.from_raw(given["raw"]),
        account_key: bytes(people.dig(given["author"], "account_key")),
        user_id: people.dig(given["author"], "user_id"),
        conversation_id: given["conversation_id"] && bytes(given["conversation_id"]),
        message_id: given["message_id"] && bytes(given["message_id"]),
      )
    {
      "conversation_id" => text(draft.conversation_id),
      "message_id" => text(draft.message_id),
      "text" => draft.text,
      "title" => draft.title,
    }
  end

  {
    "cards" => :opened_card,
    "histories" => :opened_history,
    "names" => :opened_name,
    "safety-numbers" => :safety_number,
    "backups" => :opened_backup,
    "address-books" => :opened_address_book,
    "rosters" => :opened_roster,
    "grants" => :opened_grant,
    "key-bags" => :opened_key_bag,
    "bodies" => :opened_body,
    "titles" => :opened_title,
    "drafts" => :opened_draft,
  }.each do |name, open|
    describe name do
      vectors = vectors(name)

      vectors["accepted"].each do |vector|
        it "opens #{vector["name"]}" do
          expect(send(open, vector["given"])).to eq(vector["gives"])
        end
      end

      vectors["refused"].each do |vector|
        it "refuses #{vector["name"]}" do
          alike = shape_causes.include?(vector["cause"]) ? shape_causes : [vector["cause"]]
          expect { send(open, vector["given"]) }.to raise_error(described_class::Refused) do |error|
            expect(alike).to include(error.message)
          end
        end
      end
    end
  end

  describe "encodings" do
    encodings = vectors("encodings")

    encodings
      .dig("cbor", "refused")
      .each do |vector|
        it "refuses #{vector["name"]}" do
          expect { described_class::Encoding.cbor(bytes(vector["cbor"])) }.to raise_error(
            described_class::Refused,
          )
        end
      end

    it "refuses more than 2 MB" do
      size = described_class::MAX_BYTES - 5
      expect(described_class::Encoding.cbor("\x5a".b + [size].pack("N") + "a" * size)).to be_present
      expect {
        described_class::Encoding.cbor("\x5a".b + [size + 1].pack("N") + "a" * (size + 1))
      }.to raise_error(described_class::Refused, "too-large")
    end

    it "reads base64url strictly" do
      encodings
        .dig("base64url", "accepted")
        .each do |vector|
          expect(described_class::Encoding.bytes(vector["text"]).bytesize).to eq(vector["length"])
        end
      encodings
        .dig("base64url", "refused")
        .each do |refused|
          expect { described_class::Encoding.bytes(refused) }.to raise_error(
            described_class::Refused,
          )
        end
    end

    it "pads" do
      encodings
        .dig("padding", "lengths")
        .each do |vector|
          expect(described_class::Crypto.padded_length(vector["length"])).to eq(vector["padded"])
        end
      encodings
        .dig("padding", "title_lengths")
        .each do |vector|
          steps = described_class::Envelope::STEPS[:title]
          expect(described_class::Crypto.padded_length(vector["length"], steps)).to eq(
            vector["padded"],
          )
        end
      example = encodings.dig("padding", "example")
      expect(described_class::Crypto.unpad(bytes(example["padded"]))).to eq(
        bytes(example["content"]),
      )
    end

    it "separates purposes" do
      encodings["purposes"].each do |vector|
        context = vector["context"].map { |item| item.is_a?(String) ? bytes(item) : item }
        expect(text(described_class::Crypto.purpose(vector["name"], *context))).to eq(
          vector["encoded"],
        )
      end
    end
  end
end
