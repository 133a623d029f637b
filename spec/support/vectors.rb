# frozen_string_literal: true

# What test/vectors/ publishes, and its bytes.
module Vectors
  # @param name [String] of the file
  # @return [Hash]
  def self.read(name)
    JSON.parse(File.read(File.expand_path("../../test/vectors/#{name}.json", __dir__)))
  end

  def self.bytes(text)
    Base64.urlsafe_decode64(text)
  end

  def self.text(bytes)
    bytes && Base64.urlsafe_encode64(bytes, padding: false)
  end

  def self.people
    @people ||= read("people").fetch("members")
  end

  # @param name [String] of a member
  # @return [ProtocolDecoder::Card]
  def self.card(name)
    history([name]).first
  end

  # @param names [Array<String>] of one member's keys, the current ones first
  # @return [Array<ProtocolDecoder::Card>] verified
  def self.history(names)
    current, *earlier = names.map { |name| people.fetch(name) }
    ProtocolDecoder::Card.open_history(
      current["card"],
      earlier.map { |person| person["card"] },
      user_id: current["user_id"],
    )
  end

  # @param given [Hash] of a vector of address books
  # @return [ProtocolDecoder::AddressBook] verified
  def self.address_book(given)
    person = people.fetch(given["member"])
    ProtocolDecoder::AddressBook.open(
      given["root"],
      given["shards"].transform_keys(&:to_i),
      account_key: bytes(person["account_key"]),
      user_id: person["user_id"],
      fingerprint: bytes(person["fingerprint"]),
    )
  end

  # @param book [ProtocolDecoder::AddressBook]
  # @return [Hash] as under `gives`
  def self.book_fields(book)
    contacts =
      book.contacts.map do |contact|
        { **contact.to_h, fingerprint: text(contact.fingerprint) }.transform_keys(&:to_s)
      end
    {
      "version" => book.version,
      "methods_digest" => text(book.methods_digest),
      "contacts" => contacts.sort_by { |contact| contact["user_id"] },
    }
  end

  # @param given [Hash] of a vector of key bags
  # @return [ProtocolDecoder::KeyBag] opened
  def self.key_bag(given)
    person = people.fetch(given["member"])
    ProtocolDecoder::KeyBag.open(
      given["bag"],
      account_key: bytes(person["account_key"]),
      member: [person["user_id"], bytes(person["fingerprint"])],
      roster: roster(given["roster"]),
      epoch: given["epoch"],
    )
  end

  # @param name [String] of an accepted one
  # @return [ProtocolDecoder::Roster] verified
  def self.roster(name)
    @rosters ||=
      read("rosters")["accepted"].to_h { |vector| [vector["name"], open_roster(vector["given"])] }
    @rosters.fetch(name)
  end

  # @param given [Hash] of a vector of rosters
  # @return [ProtocolDecoder::Roster]
  def self.open_roster(given)
    known = {
      conversation_id: bytes(given["conversation_id"]),
      histories: given["histories"].map { |names| history(names) },
    }
    held = given["held"] && ProtocolDecoder::Roster.open(given["held"], **known)
    ProtocolDecoder::Roster.open(given["entries"], **known, held:)
  end

  # @param given [Hash] of a vector of a body or title
  # @return [Hash] what a reader knows of it, as `ProtocolDecoder::Message.open` takes it
  def self.known(given)
    roster = roster(given["roster"])
    {
      roster:,
      keys: keys(roster, given["epoch_keys"]),
      histories: given["histories"].map { |names| history(names) },
      author_id: given["author_id"],
    }
  end

  # @return [Hash{Integer => ProtocolDecoder::ConversationKey}] by epoch
  def self.keys(roster, epoch_keys)
    epoch_keys.to_h do |epoch, key|
      id = roster.conversation_id
      [epoch.to_i, ProtocolDecoder::ConversationKey.new(bytes(key), id, epoch.to_i)]
    end
  end

  # @param message [ProtocolDecoder::Message]
  # @return [Hash] as under `gives`
  def self.fields(message)
    {
      "conversation_id" => text(message.conversation_id),
      "epoch" => message.epoch,
      "message_id" => text(message.message_id),
      "author_id" => message.author_id,
      "created_at" => message.time,
      "revision" => message.revision,
      "latest_read" =>
        message.latest_read.map do |named|
          [text(named.message_id), named.revision, text(named.digest)]
        end,
      "entry" => text(message.entry.digest),
      "text" => message.text,
      "title" => message.title,
      "digest" => text(message.digest),
    }
  end
end
