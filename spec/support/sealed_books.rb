# frozen_string_literal: true

require_relative "protocol_encoder"

# Address books as a server sees them (docs/protocol.md §7.3): sealed parts, with random bytes for ciphertext.
module SealedBooks
  # @param part [Integer] 0 is the root, which alone has a version
  # @param header [Hash] entries in place of the right ones; nil leaves one out
  # @return [String] base64url
  def sealed_part(
    user,
    part: 0,
    version: (1 if part == 0),
    header: {},
    unprotected: { 5 => SecureRandom.bytes(12) },
    ciphertext: SecureRandom.bytes(656)
  )
    label = ProtocolDecoder::Label
    entries = {
      label::ALG => 3,
      label::SUITE => 1,
      label::KIND => 25,
      label::USER => user.id,
      label::REVISION => version,
      label::PART => part,
    }
    protected_header = ProtocolEncoder.encode(entries.merge(header).compact)
    ProtocolEncoder.base64url(CBOR::Tagged.new(16, [protected_header, unprotected, ciphertext]))
  end

  # What a client sends: the root and these shards.
  #
  # @param seen [Integer] the version that it saw last
  def sealed_book(user, seen: 0, version: seen + 1, shards: [])
    parts = [0, *shards].to_h { |part| [part.to_s, sealed_part(user, part:)] }
    { version: seen, parts: parts.merge("0" => sealed_part(user, version:)) }
  end

  # What follows on the one that is stored, if there is one.
  def next_book(user, shards: [])
    sealed_book(user, seen: EncryptedMessages::AddressBook.new(user).version, shards:)
  end

  # @return [Hash{Integer => Array}] version and text of each part that is stored
  def stored_book(user)
    EncryptedMessages::AddressBookPart
      .where(user_id: user.id)
      .pluck(:part, :version, :data)
      .to_h { |part, version, data| [part, [version, data]] }
  end
end
