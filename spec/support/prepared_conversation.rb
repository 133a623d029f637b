# frozen_string_literal: true

require_relative "protocol_encoder"

# A conversation that is sealed here instead of in a browser, where writing it is not what a spec is about
# (docs/protocol.md §8 and §9): prepared members read it in browsers as any other.
class PreparedConversation
  Label = ProtocolDecoder::Label
  KINDS = ProtocolDecoder::KINDS
  EPOCH = 1

  # @param starter [PreparedMember]
  # @param cards [Array<ProtocolDecoder::Card>] of all members, the starter's among them
  def initialize(starter, cards)
    @starter = starter
    @cards = cards.sort_by(&:user_id)
    @epoch_key = SecureRandom.bytes(32)
    @seed = SecureRandom.bytes(16)
    @id = digest(ProtocolDecoder::Crypto.purpose("conversation", *pair(starter.card), @seed))[0, 16]
    @entry = first_entry
  end

  # What a browser sends with the first post, beside what core's composer does.
  def parameters(title:, body:)
    {
      conversation_id: Base64.urlsafe_encode64(@id, padding: false),
      raw: raw(body, title:),
      encrypted_title: seal(:title, title),
      encrypted_entry: ProtocolEncoder.base64url(@entry),
      encrypted_keys: @cards.to_h { |card| [card.user_id.to_s, grant(card)] },
    }
  end

  # What a browser sends with a further post of the starter's.
  def raw(body, title: nil)
    ProtocolDecoder::MARKER + seal(:body, body, title:)
  end

  private

  # §8.2
  def first_entry
    header = { Label::KIND => 21, Label::CONVERSATION => @id, Label::EPOCH => EPOCH }
    fields = [
      *pair(@starter.card),
      PreparedMember::CREATED_AT,
      0,
      @seed,
      derive("key commitment"),
      @cards.map { |card| pair(card) },
    ]
    sign(header, fields)
  end

  # §9
  #
  # @return [String] an envelope of the starter's, in base64url
  def seal(kind, text, title: nil)
    header = {
      Label::KIND => KINDS[kind],
      Label::CONVERSATION => @id,
      Label::EPOCH => EPOCH,
      Label::MESSAGE => SecureRandom.bytes(16),
      Label::REVISION => 1,
    }
    payload = {
      1 => @starter.user.id,
      2 => @starter.card.fingerprint,
      3 => PreparedMember::CREATED_AT,
      5 => [],
      6 => text.b,
      8 => entry_digest,
    }
    payload[7] = title.b if title
    signed = ProtocolEncoder.sign1(@starter.signing_key, header, payload)
    steps = ProtocolDecoder::Envelope::STEPS[kind]
    padded = ProtocolEncoder.pad(ProtocolEncoder.encode(signed), steps)
    ProtocolEncoder.base64url(ProtocolEncoder.encrypt0(derive("content key"), header, padded))
  end

  # §8.3
  def grant(member)
    names = [*pair(member), *pair(@starter.card)]
    label = ProtocolDecoder::Crypto.purpose("grant", @id, EPOCH, *names)
    header = { Label::KIND => KINDS[:grant], Label::CONVERSATION => @id, Label::EPOCH => EPOCH }
    wrapped = ProtocolEncoder.rsa_oaep(member.encryption_key, label, @epoch_key)
    fields = [*names, derive("key commitment"), wrapped, entry_digest]
    ProtocolEncoder.base64url(sign(header, fields))
  end

  # @param fields [Array] of the payload, which is numbered from 1
  def sign(header, fields)
    payload = fields.each.with_index(1).to_h { |value, field| [field, value] }
    ProtocolEncoder.sign1(@starter.signing_key, header, payload)
  end

  def pair(card)
    [card.user_id, card.fingerprint]
  end

  def entry_digest
    digest(ProtocolEncoder.encode(@entry))
  end

  def digest(bytes)
    OpenSSL::Digest.digest("SHA256", bytes)
  end

  # §8.1
  def derive(name)
    purpose = ProtocolDecoder::Crypto.purpose(name, @id, EPOCH)
    ProtocolDecoder::Crypto.hkdf(@epoch_key, purpose)
  end
end
