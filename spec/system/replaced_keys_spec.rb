# frozen_string_literal: true

describe "Keys that a member has replaced" do
  include_context "with encrypted members"

  let(:word) { marker }
  let(:topic) { start_encrypted(from: jane, to: pete, title: "Lighthouse #{word}", body: word) }

  before do
    give_keys(jane, pete, secrets: { pete => pete_secret })
    topic
  end

  it "lose their owner nothing, ask other devices for the secret once, and open nothing that follows (R29, R35)" do
    as(pete) { preferences.visit(pete).replace_keys(pete_secret) }
    as(pete, device: "Pete's phone") do
      encrypted_topic.visit(topic)
      encrypted_topic.unlock.submit(pete_secret)
      expect(encrypted_topic).to have_open_post(1, word)
    end
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
    end
    expect(entries.map(&:epoch)).to eq([1])

    as(jane) do
      encrypted_topic.visit(topic)
      encrypted_topic.reply("For the new keys, #{word}")
      expect(encrypted_topic).to have_open_post(2, word)
    end
    expect(entries.map(&:epoch)).to eq([1, 2])
    expect(entries.last.members[pete.id]).to eq(current_fingerprint(pete))
    expect(opened_by_replaced_keys).to eq([1])

    as(pete) do
      expect(encrypted_topic).to have_open_post(2, word)
      encrypted_topic.reply("Read all of it, #{word}")
      expect(encrypted_topic).to have_open_post(3, word)
    end
    as(pete, device: "Pete's phone") do
      encrypted_topic.visit(topic)
      (1..3).each { |number| expect(encrypted_topic).to have_open_post(number, word) }
    end
    expect(entries.size).to eq(2)
  end

  it "are followed by the new ones as soon as their owner writes (R35)" do
    as(pete) do
      preferences.visit(pete).replace_keys(pete_secret)
      encrypted_topic.visit(topic)
      encrypted_topic.reply("By the new keys, #{word}")
      expect(encrypted_topic).to have_open_post(2, word)
    end
    expect(entries.map { |entry| [entry.epoch, entry.signed_by_id] }).to eq(
      [[1, jane.id], [2, pete.id]],
    )
    as(jane) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(2, word)
      expect(page).to have_no_css("#post_2 .encrypted-messages-earlier-keys")
    end
  end

  # The epochs whose keys they unwrap, of all grants that the site has ever stored, whatever these say.
  def opened_by_replaced_keys
    conversation = topic.encrypted_conversation
    id = conversation.conversation_id
    conversation
      .keys
      .select do |row|
        payload = EncryptedMessages::Grant.payload_of(row.encrypted_key, id, row.epoch)
        context = [Base64.urlsafe_decode64(id), row.epoch, *payload.values_at(1, 2, 3, 4)]
        label = ProtocolDecoder::Crypto.purpose("grant", *context)
        ProtocolDecoder::Crypto.rsa_oaep_decrypt(prepared[pete].decryption_key, label, payload[6])
      end
      .map(&:epoch)
      .uniq
  end

  def entries
    EncryptedMessages::RosterEntry.where(topic_id: topic.id).order(:sequence).to_a
  end

  def current_fingerprint(member)
    EncryptedMessages::Card.fingerprint(EncryptedMessages::Identity.cards([member.id])[member.id])
  end
end
