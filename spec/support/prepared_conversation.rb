# frozen_string_literal: true

require_relative "protocol_encoder"

# A conversation that is sealed here instead of in a browser, where writing it is not what a spec is about
# (docs/protocol.md §8 and §9): prepared members read it in browsers as any other.
class PreparedConversation
  Label = ProtocolDecoder::Label
  KINDS = ProtocolDecoder::KINDS
  EPOCH = ProtocolDecoder::EPOCH

  # @param starter [PreparedMember]
  def initialize(starter)
    @starter = starter
    @id = SecureRandom.bytes(16)
    @epoch_key = SecureRandom.bytes(32)
  end

  # What a browser sends with the first post, beside what core's composer does.
  #
  # @param cards [Array<ProtocolDecoder::Card>] of all members, the starter's among them
  def parameters(cards, title:, body:)
    {
      conversation_id: Base64.urlsafe_encode64(@id, padding: false),
      raw: raw(body, title:),
      encrypted_title: seal(:title, title),
      encrypted_keys: cards.to_h { |card| [card.user_id.to_s, grant(card)] },
    }
  end

  # What a browser sends with a further post of the starter's.
  def raw(body, title: nil)
    ProtocolDecoder::MARKER + seal(:body, body, title:)
  end

  private

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
      4 => [],
      5 => text.b,
    }
    payload[6] = title.b if title
    signed = ProtocolEncoder.sign1(@starter.signing_key, header, payload)
    padded = ProtocolEncoder.pad(ProtocolEncoder.encode(signed))
    ProtocolEncoder.base64url(ProtocolEncoder.encrypt0(derive("content key"), header, padded))
  end

  # §8.2
  def grant(member)
    names = [member, @starter.card].flat_map { |card| [card.user_id, card.fingerprint] }
    label = ProtocolDecoder::Crypto.purpose("grant", @id, EPOCH, *names)
    header = { Label::KIND => KINDS[:grant], Label::CONVERSATION => @id, Label::EPOCH => EPOCH }
    wrapped = ProtocolEncoder.rsa_oaep(member.encryption_key, label, @epoch_key)
    values = [*names, derive("key commitment"), wrapped]
    payload = values.each.with_index(1).to_h { |value, field| [field, value] }
    ProtocolEncoder.base64url(ProtocolEncoder.sign1(@starter.signing_key, header, payload))
  end

  # §8.1
  def derive(name)
    purpose = ProtocolDecoder::Crypto.purpose(name, @id, EPOCH)
    ProtocolDecoder::Crypto.hkdf(@epoch_key, purpose)
  end
end
