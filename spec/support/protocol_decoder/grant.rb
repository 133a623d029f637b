# frozen_string_literal: true

module ProtocolDecoder
  # §8
  class Grant
    MAX_BYTES = 1536

    attr_reader :epoch_key, :content_key, :commitment

    # @param text [String] base64url
    # @param conversation_id [String] 16 bytes
    # @param member [Card] the reader's own
    # @param private_key [OpenSSL::PKey::RSA] the reader's own
    # @param granter [Array<Card>] the granter's, the current one first
    # @param participants [Array<Integer>] user ids of those shown as taking part
    # @param replaced [Array<String>] fingerprints of keys that the reader had before
    def self.open(
      text,
      conversation_id:,
      epoch:,
      member:,
      private_key:,
      granter:,
      participants:,
      replaced: []
    )
      new(conversation_id, epoch, replaced).tap do |grant|
        signer =
          grant.read(Encoding.from_text(text, max_bytes: MAX_BYTES), member, granter, participants)
        grant.unwrap(member, private_key, signer)
      end
    end

    def initialize(conversation_id, epoch, replaced)
      @conversation_id = conversation_id
      @epoch = epoch
      @replaced = replaced
    end

    # Steps 1 to 5
    # @return [Card] the one it was signed with
    def read(value, member, granter, participants)
      ProtocolDecoder.refuse_unless(@epoch == EPOCH, "wrong-epoch")
      message =
        Cose.sign1(
          value,
          kinds: [:grant],
          labels: {
            Label::CONVERSATION => [16, @conversation_id, "wrong-conversation"],
            Label::EPOCH => [EPOCHS, @epoch, "wrong-epoch"],
          },
        )
      types = { 1 => USER_IDS, 2 => 32, 3 => USER_IDS, 4 => 32, 5 => 32, 6 => 384 }
      @payload = Fields.check(message.payload, types)
      ProtocolDecoder.refuse_unless(@payload[1] == member.user_id, "wrong-user")
      own = [member.fingerprint, *@replaced]
      ProtocolDecoder.refuse_unless(own.include?(@payload[2]), "wrong-fingerprint")
      granter_id = granter.first.user_id
      ProtocolDecoder.refuse_unless(@payload[3] == granter_id, "wrong-granter")
      signer = granter.find { |card| card.fingerprint == @payload[4] }
      ProtocolDecoder.refuse_unless(signer, "wrong-fingerprint")
      ProtocolDecoder.refuse_unless(participants.include?(granter_id), "wrong-granter")
      message.verify(signer.verification_key)
      ProtocolDecoder.refuse_unless(@payload[2] == member.fingerprint, "earlier-keys")
      signer
    end

    # Steps 6 and 7
    def unwrap(member, private_key, granter)
      label =
        Crypto.purpose(
          "grant",
          @conversation_id,
          @epoch,
          member.user_id,
          member.fingerprint,
          granter.user_id,
          granter.fingerprint,
        )
      @epoch_key = Crypto.rsa_oaep_decrypt(private_key, label, @payload[6])
      ProtocolDecoder.refuse_unless(@epoch_key&.bytesize == 32, "not-decrypted")
      @content_key = derive("content key")
      @commitment = derive("key commitment")
      ProtocolDecoder.refuse_unless(@commitment == @payload[5], "wrong-commitment")
    end

    private

    # §8.1
    def derive(name)
      Crypto.hkdf(@epoch_key, Crypto.purpose(name, @conversation_id, @epoch))
    end
  end
end
