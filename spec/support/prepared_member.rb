# frozen_string_literal: true

require_relative "protocol_encoder"
require_relative "signed_objects"

# A member whose keys are made here instead of in a browser, where enabling is not what a spec is about. The card and,
# with a secret, the backup are real (docs/protocol.md §6 and §7); what is granted to them is opened by `ProtocolDecoder`,
# or by a browser on the device that was given their keys.
class PreparedMember
  Label = ProtocolDecoder::Label
  KINDS = ProtocolDecoder::KINDS
  CREATED_AT = 1_795_000_000_000
  ROUNDS = 600_000
  # Made once, since a pair takes more than half a second. PKCS #8 in base64; of these specs' own, and good for nothing else.
  DECRYPTION_KEYS = JSON.parse(File.read(File.expand_path("../fixtures/rsa_keys.json", __dir__)))

  KEEP_ON_DEVICE = File.read(File.join(__dir__, "keep_on_device.js")).strip.delete_suffix(";")

  attr_reader :user, :card, :encoded_card, :signing_key, :decryption_key

  # Each in turn, so that members of one example do not share one, if they are no more than there are keys.
  def self.next_decryption_key
    @keys ||= DECRYPTION_KEYS.cycle
    OpenSSL::PKey::RSA.new(@keys.next.unpack1("m"))
  end

  # @param secret [String, nil] what opens the backup; nil where no device is to be unlocked
  def initialize(user, secret: nil)
    @user = user
    @account_key = SecureRandom.bytes(32)
    @decryption_key = self.class.next_decryption_key
    @signing_key = OpenSSL::PKey.generate_key("ED25519")
    @encoded_card = seal_card
    @card = ProtocolDecoder::Card.open(encoded_card, user_id: user.id)
    SignedObjects::SIGNING_KEYS[card.fingerprint] = signing_key
    backup = secret ? seal_backup(secret) : unopenable_backup
    @backup = ProtocolEncoder.base64url(backup)
    EncryptedMessages::StoreIdentity.call!(
      guardian: Guardian.new(user),
      params: {
        card: encoded_card,
        backup: @backup,
        version: 0,
        address_book: {
          version: 0,
          parts: seal_address_book(backup.last),
        },
      },
    )
  end

  # Leaves the member's keys on the device, as enabling or unlocking it does (§10).
  #
  # @param page [Playwright::Page] anywhere on the site
  def keep_on_device(page)
    page.evaluate(
      KEEP_ON_DEVICE,
      arg: {
        userId: user.id,
        card: encoded_card,
        fingerprint: [card.fingerprint].pack("m0"),
        draftsKey: [derive("drafts")].pack("m0"),
        addressBookKey: [derive("address book")].pack("m0"),
        bagKey: [derive("key bag")].pack("m0"),
        decryptionKey: [decryption_key.private_to_der].pack("m0"),
        signingKey: [signing_key.private_to_der].pack("m0"),
        stored: {
          card: encoded_card,
          backup: @backup,
          version: 1,
        },
      },
    )
  end

  # @param topic [Topic]
  # @param granter [ProtocolDecoder::Card] the starter's
  # @return [ProtocolDecoder::Message] the first body, verified
  def read_first_post(topic, granter:)
    read_post(topic.first_post, granter:)
  end

  # @param post [Post] of the first epoch
  # @param granter [ProtocolDecoder::Card] the author's, who is the starter
  # @return [ProtocolDecoder::Message] its body, verified
  def read_post(post, granter:)
    topic = post.topic
    conversation = topic.encrypted_conversation
    histories = [[granter]]
    roster =
      ProtocolDecoder::Roster.open(
        conversation.entries.order(:sequence).pluck(:entry),
        conversation_id: Base64.urlsafe_decode64(conversation.conversation_id),
        histories:,
      )
    grant =
      ProtocolDecoder::Grant.open(
        conversation.keys.find_by!(user_id: user.id).encrypted_key,
        epoch: ProtocolDecoder::FIRST_EPOCH,
        member: card,
        private_key: decryption_key,
        roster:,
        histories:,
      )
    ProtocolDecoder::Message.open(
      ProtocolDecoder::Encoding.from_raw(post.raw),
      kind: :body,
      keys: {
        ProtocolDecoder::FIRST_EPOCH => grant.key,
      },
      roster:,
      histories:,
      author_id: granter.user_id,
    )
  end

  private

  # §6
  def seal_card
    encryption = { 1 => 3, 3 => -41, -1 => decryption_key.n.to_s(2), -2 => "\x01\x00\x01".b }
    verification = { 1 => 1, 3 => -8, -1 => 6, -2 => signing_key.raw_public_key }
    header = { Label::KIND => KINDS[:card], Label::USER => user.id }
    payload = { 1 => encryption, 2 => verification, 3 => CREATED_AT }
    ProtocolEncoder.base64url(ProtocolEncoder.sign1(signing_key, header, payload))
  end

  # §7
  def seal_backup(secret)
    decryption, signing =
      { decryption_key:, signing_key: }.map do |kind, key|
        header = { Label::KIND => KINDS[kind], Label::USER => user.id }
        header[Label::FINGERPRINT] = card.fingerprint
        ProtocolEncoder.encrypt0(derive("private keys"), header, key.private_to_der)
      end
    [ProtocolDecoder::SUITE, [decryption], signing, [seal_method(secret)]]
  end

  # §7.2
  def seal_method(secret)
    salt = SecureRandom.bytes(32)
    header = { Label::KIND => KINDS[:secret], Label::USER => user.id }
    header.update(Label::SALT => salt, Label::ROUNDS => ROUNDS)
    stretched = ProtocolDecoder::Crypto.pbkdf2(secret, salt, ROUNDS)
    ProtocolEncoder.encrypt0(stretched, header, @account_key)
  end

  # From the account key (§4.1)
  def derive(name)
    purpose = ProtocolDecoder::Crypto.purpose(name, user.id)
    ProtocolDecoder::Crypto.hkdf(@account_key, purpose)
  end

  # To a server as good as a real one.
  def unopenable_backup
    keys = ["\0".b * 900], "\0".b * 400
    [ProtocolDecoder::SUITE, *keys, ["\0".b * 150]]
  end

  # §7.3, with nobody in it
  def seal_address_book(method_list)
    fingerprint = card.fingerprint
    ProtocolEncoder.address_book(@account_key, user.id, fingerprint:, method_list:)
  end
end
