# frozen_string_literal: true

require "base64"
require "cbor"
require "securerandom"
require_relative "sealed_books"
require_relative "signed_objects"

# Builds what a client sends (docs/protocol.md §1–§3) with random bytes for ciphertext: a server sees
# only the outer shape, so to a server these are as good as real ones. What it verifies is in `SignedObjects`.
module EncryptedMessagesHelpers
  include SealedBooks
  include SignedObjects

  KINDS = { body: 1, title: 2, draft: 3 }.freeze
  SUITE = -65_537
  KIND = -65_538
  CONVERSATION_ID = -65_539
  EPOCH = -65_540
  MESSAGE_ID = -65_541
  USER_ID = -65_542
  REVISION = -65_546

  def base64url(bytes)
    Base64.urlsafe_encode64(bytes, padding: false)
  end

  # A conversation or message id, as it stands in JSON.
  def random_id
    base64url(SecureRandom.bytes(16))
  end

  # @param header [Hash] entries to be replaced, or left out where nil
  def envelope(
    kind:,
    conversation_id:,
    message_id: random_id,
    epoch: 1,
    revision: 1,
    header: {},
    unprotected: { 5 => SecureRandom.bytes(12) },
    ciphertext: SecureRandom.bytes(528)
  )
    entries = {
      1 => 3,
      SUITE => 1,
      KIND => KINDS.fetch(kind),
      CONVERSATION_ID => Base64.urlsafe_decode64(conversation_id),
      EPOCH => epoch,
      MESSAGE_ID => Base64.urlsafe_decode64(message_id),
      REVISION => revision,
    }
    entries = entries.merge(header).compact.sort_by { |label, _| CBOR.encode(label) }.to_h
    base64url(CBOR.encode(CBOR::Tagged.new(16, [CBOR.encode(entries), unprotected, ciphertext])))
  end

  # @return [String] what stands in `posts.raw`
  def encrypted_raw(conversation_id:, **options)
    "encrypted-message:v1:#{envelope(kind: :body, conversation_id:, **options)}"
  end

  def encrypted_title(conversation_id:, **options)
    envelope(kind: :title, conversation_id:, **options)
  end

  # What an author's device would send for the next revision of a post.
  def edited_raw(post, **options)
    last = EncryptedMessages::Envelope.stored(post.raw)
    conversation_id = last.conversation_id
    options = { message_id: last.message_id, revision: last.revision + 1, **options }
    encrypted_raw(conversation_id:, **options)
  end

  # And of a topic's title.
  def edited_title(topic, **options)
    last = EncryptedMessages::Envelope.parse_title(topic.encrypted_conversation.encrypted_title)
    conversation_id = last.conversation_id
    options = { message_id: last.message_id, revision: last.revision + 1, **options }
    encrypted_title(conversation_id:, **options)
  end

  # A grant for the current keys of one member, valid as far as a server can tell (docs/protocol.md §8.3).
  #
  # @param entry [String, nil] the roster entry it names; the newest that is stored where none is given
  def grant(conversation_id:, member:, granter:, epoch: 1, entry: nil, header: {}, payload: {})
    cose_sign1(
      {
        1 => -8,
        SUITE => 1,
        KIND => 20,
        CONVERSATION_ID => Base64.urlsafe_decode64(conversation_id),
        EPOCH => epoch,
      }.merge(header),
      {
        1 => member.id,
        2 => fingerprint_of(member),
        3 => granter.id,
        4 => fingerprint_of(granter),
        5 => commitment(conversation_id, epoch),
        6 => SecureRandom.bytes(384),
        7 => entry ? entry_digest(entry) : SecureRandom.bytes(32),
      }.merge(payload),
    )
  end

  # The first ones of a conversation.
  #
  # @param entry [String] entry 0
  # @return [Hash{String => String}] grants by user id, as a client sends them
  def grants(
    holders,
    conversation_id:,
    granter:,
    entry: first_entry(conversation_id:, signer: granter, members: holders)
  )
    holders.to_h { |member| [member.id.to_s, grant(conversation_id:, member:, granter:, entry:)] }
  end

  # docs/protocol.md §7
  def backup
    base64url(
      CBOR.encode(
        [1, [SecureRandom.bytes(900)], SecureRandom.bytes(400), [SecureRandom.bytes(150)]],
      ),
    )
  end

  def cose_sign1(header, payload)
    parts = [CBOR.encode(header.compact), {}, CBOR.encode(payload), SecureRandom.bytes(64)]
    base64url(CBOR.encode(CBOR::Tagged.new(18, parts)))
  end

  def enable_encrypted_messages_for(*users)
    users.each { |user| store_identity(user, card: card_for(user), backup:, version: 0) }
  end

  # For requests: to a name that browsers do not trust over plain HTTP. The site has to be called so too,
  # since core gives each request the site's own name.
  def leave_secure_context
    SiteSetting.force_hostname = "forum.example.com"
    host! "forum.example.com"
  end

  # Gives the member new keys in place of the ones they had.
  #
  # @param vouched [Boolean] whether the earlier ones vouch for them (docs/protocol.md §6.2)
  def reset_encryption(user, vouched: false)
    stored = EncryptedMessages::Identity.new(user).stored
    card = card_for(user, replaces: stored[:card], vouched:)
    replace_identity(user, card:, backup:, version: stored[:version])
  end

  # @raise [Service::Base::Failure]
  def store_identity(user, **params)
    params = { address_book: next_book(user), **params }
    EncryptedMessages::StoreIdentity.call!(guardian: Guardian.new(user), params:)
  end

  def replace_identity(user, **params)
    params = { address_book: next_book(user), **params }
    EncryptedMessages::ReplaceIdentity.call!(guardian: Guardian.new(user), params:)
  end

  # @raise [Service::Base::Failure]
  def write_address_book(user, **params)
    EncryptedMessages::WriteAddressBook.call!(guardian: Guardian.new(user), params:)
  end

  # @raise [Service::Base::Failure]
  def write_roster_entry(user, topic, **params)
    EncryptedMessages::WriteRosterEntry.call!(
      guardian: Guardian.new(user),
      params: {
        topic_id: topic.id,
        **params,
      },
    )
  end

  # Parameters of `POST /posts.json` for a new encrypted message.
  def new_message_params(
    sender:,
    recipients:,
    conversation_id: new_conversation_id(sender),
    encrypted_entry: nil,
    **overrides
  )
    members = [sender, *recipients].uniq
    entry = encrypted_entry || first_entry(conversation_id:, signer: sender, members:)
    {
      archetype: "private_message",
      title: I18n.t("encrypted_messages.title_placeholder"),
      raw: encrypted_raw(conversation_id:),
      target_recipients: recipients.map(&:username).join(","),
      encrypted_title: encrypted_title(conversation_id:),
      encrypted_entry: entry,
      encrypted_keys: grants(members, conversation_id:, granter: sender, entry:),
    }.merge(overrides)
  end

  # Starts a conversation as core's controller would, without HTTP.
  # @return [Post] the first post
  def start_conversation(sender, *recipients, **overrides)
    params = new_message_params(sender:, recipients:, **overrides)
    usernames = params.delete(:target_recipients)
    PostCreator.create!(sender, params.merge(target_usernames: usernames).with_indifferent_access)
  end

  def reply_to(topic, user, **options)
    conversation_id = topic.encrypted_conversation.conversation_id
    options = { epoch: EncryptedMessages::RosterEntry.newest(topic.id).epoch, **options }
    PostCreator.create!(user, topic_id: topic.id, raw: encrypted_raw(conversation_id:, **options))
  end
end
