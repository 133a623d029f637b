# frozen_string_literal: true

require "openssl"
require_relative "protocol_encoder"

# What a server verifies is really signed: cards, vouches and roster entries (docs/protocol.md §6 and §8.2). Who signs is
# known by the fingerprint of a card that was made here.
module SignedObjects
  # Ed25519 keys by fingerprint, in bytes. They outlive an example, as `fab!` does.
  Label = ProtocolDecoder::Label
  SIGNING_KEYS = {}
  CREATED_AT = 1_795_000_000_000

  # docs/protocol.md §6. The keys are new ones; the encryption key is no more than well-formed.
  #
  # @param replaces [String, nil] the card it takes the place of
  # @param vouched [Boolean] whether that card's owner vouches for this one
  # @param key [OpenSSL::PKey::PKey] Ed25519
  # @param payload [Hash] fields in place of the right ones; nil leaves one out
  def card_for(
    user,
    header: {},
    replaces: nil,
    vouched: false,
    key: OpenSSL::PKey.generate_key("ED25519"),
    payload: {}
  )
    keys = { 1 => encryption_key, 2 => verification_key(key) }
    fields = { **keys, 3 => CREATED_AT }
    new = digest_of(ProtocolDecoder::Crypto.purpose("fingerprint", keys[1], keys[2]))
    if replaces
      fields[4] = base64url_decoded(EncryptedMessages::Card.fingerprint(replaces))
      fields[5] = vouch(user, fields[4], new) if vouched
    end
    fields = fields.merge(payload).compact
    SIGNING_KEYS[new] = key
    signed(key, { Label::KIND => 16, Label::USER => user.id }.merge(header), fields)
  end

  # docs/protocol.md §6.2
  #
  # @param old [String] fingerprint, of a card that was made here
  # @return [String] the signature
  def vouch(user, old, new)
    payload = { 1 => user.id, 2 => old, 3 => new }
    sign1(
      SIGNING_KEYS.fetch(old),
      { Label::KIND => 22, Label::USER => user.id },
      payload,
    ).value.last
  end

  # docs/protocol.md §6.3
  #
  # @param card [String] of keys that were made here; the member's current one where none is given
  # @param header [Hash] entries in place of the right ones
  # @param payload [Hash] fields in place of the right ones
  def signed_name(
    user,
    username: user.username,
    publication: 1,
    card: nil,
    header: {},
    payload: {},
    key: nil
  )
    fingerprint =
      card ? base64url_decoded(EncryptedMessages::Card.fingerprint(card)) : fingerprint_of(user)
    fields = { 1 => user.id, 2 => fingerprint, 3 => username.b, 4 => publication }
    signed(
      key || SIGNING_KEYS.fetch(fingerprint),
      { Label::KIND => 27, Label::USER => user.id }.merge(header),
      fields.merge(payload).compact,
    )
  end

  # A conversation id that this member may start one under, once (docs/protocol.md §8.1).
  def new_conversation_id(starter)
    seed = SecureRandom.bytes(16)
    purpose =
      ProtocolDecoder::Crypto.purpose("conversation", starter.id, fingerprint_of(starter), seed)
    base64url(digest_of(purpose)[0, 16]).tap { |id| seeds[id] = seed }
  end

  # docs/protocol.md §8.2. Signed with the signer's current keys. Twice the same if asked for twice.
  #
  # @param members [Array<User>]
  # @param header [Hash] entries in place of the right ones
  # @param payload [Hash] fields in place of the right ones
  def first_entry(conversation_id:, signer:, members:, **options)
    seed = seeds[conversation_id] || SecureRandom.bytes(16)
    roster_entry(conversation_id:, signer:, members:, sequence: 0, before: seed, **options)
  end

  # The one after the newest that is stored.
  #
  # @param epoch [Symbol] `:same` or `:next`
  def next_entry(topic, signer:, members:, epoch: :same, **options)
    newest = EncryptedMessages::RosterEntry.newest(topic.id)
    roster_entry(
      conversation_id: topic.encrypted_conversation.conversation_id,
      signer:,
      members:,
      sequence: newest.sequence + 1,
      before: newest.digest,
      epoch: newest.epoch + (epoch == :next ? 1 : 0),
      **options,
    )
  end

  def roster_entry(
    conversation_id:,
    signer:,
    members:,
    sequence:,
    before:,
    epoch: 1,
    key: nil,
    header: {},
    payload: {}
  )
    fingerprint = fingerprint_of(signer)
    fields = {
      1 => signer.id,
      2 => fingerprint,
      3 => CREATED_AT,
      4 => sequence,
      5 => before,
      6 => commitment(conversation_id, epoch),
      7 => members.sort_by(&:id).map { |member| [member.id, fingerprint_of(member)] },
    }
    id = base64url_decoded(conversation_id)
    header = { Label::KIND => 21, Label::CONVERSATION => id, Label::EPOCH => epoch }.merge(header)
    key ||= SIGNING_KEYS[fingerprint] || OpenSSL::PKey.generate_key("ED25519")
    signed(key, header, fields.merge(payload).compact)
  end

  # Of an epoch's key, of which there is none here.
  def commitment(conversation_id, epoch)
    digest_of("#{conversation_id} #{epoch}")
  end

  # @return [String] 32 bytes, of the member's current card; random ones where there is none
  def fingerprint_of(member)
    card = EncryptedMessages::Identity.cards([member.id])[member.id]
    return SecureRandom.bytes(32) if card.nil?
    base64url_decoded(EncryptedMessages::Card.fingerprint(card))
  end

  # @param entry [String] base64url
  # @return [String] its digest
  def entry_digest(entry)
    digest_of(base64url_decoded(entry))
  end

  private

  def seeds
    @seeds ||= {}
  end

  def digest_of(bytes)
    OpenSSL::Digest.digest("SHA256", bytes)
  end

  def base64url_decoded(text)
    Base64.urlsafe_decode64(text)
  end

  # The modulus is any number of the right size.
  def encryption_key
    modulus = SecureRandom.bytes(384)
    modulus.setbyte(0, modulus.getbyte(0) | 0x80)
    modulus.setbyte(-1, modulus.getbyte(-1) | 1)
    { 1 => 3, 3 => -41, -1 => modulus, -2 => "\x01\x00\x01".b }
  end

  def verification_key(key)
    { 1 => 1, 3 => -8, -1 => 6, -2 => key.raw_public_key }
  end

  def sign1(key, header, payload)
    ProtocolEncoder.sign1(key, header, payload)
  end

  def signed(key, header, payload)
    ProtocolEncoder.base64url(sign1(key, header.compact, payload))
  end
end
