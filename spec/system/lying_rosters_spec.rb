# frozen_string_literal: true

# Attacks of docs/security.md on who takes part, that need the whole: a site that lies in its answers and tables about
# rosters, perhaps together with somebody who took part, with the honest program in a browser.
describe "A site that lies about who takes part" do
  include_context "with encrypted members"
  include_context "with a lying site"

  fab!(:mallory) { Fabricate(:user, username: "mallory", refresh_auto_groups: true) }

  let(:word) { marker }
  let(:after) { marker }

  before do
    jane.update!(trust_level: TrustLevel[2])
    give_keys(jane, pete, mallory)
  end

  def start(with:)
    title = "Harbour #{marker}"
    start_encrypted(from: jane, to: with, title:, body: "By Jane, #{word}")
  end

  def entries(topic)
    EncryptedMessages::RosterEntry.where(topic_id: topic.id).order(:sequence)
  end

  def key_rows(topic)
    EncryptedMessages::ConversationKey.where(topic_id: topic.id)
  end

  # Around the models, which refuse it.
  def list(member, topic)
    DB.exec(<<~SQL, topic_id: topic.id, user_id: member.id)
      INSERT INTO topic_allowed_users (topic_id, user_id, created_at, updated_at)
      VALUES (:topic_id, :user_id, now(), now())
    SQL
  end

  def give_rows(member, rows)
    rows.each do |row|
      columns = row.attributes.except("id").merge("user_id" => member.id)
      EncryptedMessages::ConversationKey.insert!(columns)
    end
  end

  # Really signed, and of the same epoch; stored without the server's checks.
  def write_next(topic, signer:, members:)
    newest = entries(topic).last
    payload = ProtocolDecoder::Encoding.from_text(newest.entry, max_bytes: 49_152).value[2]
    commitment = ProtocolDecoder::Encoding.cbor(payload)[6]
    entry = next_entry(topic, signer:, members:, payload: { 6 => commitment })
    signed = EncryptedMessages::SignedEntry.parse(entry)
    EncryptedMessages::RosterEntry.create!(
      topic_id: topic.id,
      **EncryptedMessages::RosterEntry.columns_of(signed),
    )
  end

  # Jane removes Mallory, and writes on.
  def go_on_without_mallory(topic)
    as(jane) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      encrypted_topic.remove_participant(mallory)
      expect(encrypted_topic).to have_no_participant(mallory)
      encrypted_topic.reply("Without her, #{after}")
      expect(encrypted_topic).to have_open_post(3, after)
    end
  end

  # Whatever the member's private key unwraps, each of these keys tried on each envelope, without any check of who may.
  #
  # @param rows [Array<EncryptedMessages::ConversationKey>] all that the database ever held
  # @return [Array<Integer>] numbers of the posts that open
  def opened_by(member, topic, rows)
    conversation_id = Base64.urlsafe_decode64(topic.encrypted_conversation.conversation_id)
    keys = rows.filter_map { |row| unwrapped(row, conversation_id, prepared[member]) }
    encrypted =
      topic
        .posts
        .order(:post_number)
        .filter { |post| post.raw.start_with?(ProtocolDecoder::MARKER) }
    encrypted
      .filter { |post| keys.any? { |key| opens?(key, post, conversation_id) } }
      .map(&:post_number)
  end

  def unwrapped(row, conversation_id, holder)
    grant = ProtocolDecoder::Encoding.from_text(row.encrypted_key, max_bytes: 1536)
    payload = ProtocolDecoder::Encoding.cbor(grant.value[2])
    label =
      ProtocolDecoder::Crypto.purpose(
        "grant",
        conversation_id,
        row.epoch,
        *payload.values_at(1, 2, 3, 4),
      )
    ProtocolDecoder::Crypto.rsa_oaep_decrypt(holder.decryption_key, label, payload[6])
  end

  def opens?(key, post, conversation_id)
    envelope =
      ProtocolDecoder::Envelope.new(ProtocolDecoder::Encoding.from_raw(post.raw), kind: :body)
    epoch = envelope.header[:epoch]
    envelope.open(ProtocolDecoder::ConversationKey.new(key, conversation_id, epoch).content_key)
    true
  rescue ProtocolDecoder::Refused
    false
  end

  it "gives who was removed nothing of what follows, with her keys and the whole database (attack, R29)" do
    topic = start(with: [pete, mallory])
    before = key_rows(topic).to_a
    go_on_without_mallory(topic)
    ever = before | key_rows(topic).to_a

    expect(opened_by(jane, topic, ever)).to eq([1, 3])
    expect(opened_by(pete, topic, ever)).to eq([1, 3])
    expect(opened_by(mallory, topic, ever)).to eq([1])

    # nor does a browser with her keys, where the site lists her again, with her row and another's
    list(mallory, topic)
    give_rows(mallory, before.filter { |row| row.user_id == mallory.id })
    give_rows(mallory, key_rows(topic).where(user_id: pete.id, epoch: 2))
    as(mallory) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      expect(page).to have_css("#post_3 .encrypted-messages-warning")
      expect(page).to have_no_text(after)
    end
  end

  it "takes back no removal by a roster that is cut short (attack, R29)" do
    topic = start(with: [pete, mallory])
    before = key_rows(topic).to_a
    go_on_without_mallory(topic)
    first = entries(topic).first
    site.lies_about(topic, to: jane) do |answer|
      conversation = answer["encrypted_conversation"]
      conversation["roster"] = { "sequence" => 0, "entry" => first.entry } if conversation
      conversation["keys"].select! { |key| key["epoch"] == 1 } if conversation
      answer.dig("details", "allowed_users")&.push({ "id" => mallory.id, "username" => "mallory" })
    end

    again = marker
    as(jane) do
      encrypted_topic.visit(topic)
      encrypted_topic.reply("Still without her, #{again}")
      expect(encrypted_topic).to have_open_post(4, again)
    end
    expect(opened_by(mallory, topic, before | key_rows(topic).to_a)).to eq([1])
    envelope = EncryptedMessages::Envelope.parse_raw(topic.posts.order(:post_number).last.raw)
    expect(envelope.epoch).to eq(2)
  end

  it "is found where it shows two histories to two members (attack, R29)" do
    mary = Fabricate(:user, username: "mary", refresh_auto_groups: true)
    give_keys(mary)
    topic = start(with: pete)
    as(jane) do
      encrypted_topic.visit(topic)
      modal = encrypted_topic.open_invite
      modal.choose(mary.username).submit
      expect(modal).to be_closed
      encrypted_topic.reply("For Mary too, #{after}")
      expect(encrypted_topic).to have_open_post(3, after)
    end

    # Pete hears nothing of it, and lets in Mallory instead of Mary
    entries(topic).last.delete
    write_next(topic, signer: pete, members: [jane, pete, mallory])

    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      expect(page).to have_css("#post_3 .encrypted-messages-warning")
      expect(page).to have_no_text(after)
    end
    # Jane has signed another entry in the place of Pete's: on hers, nothing more is written
    as(jane) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(3, after)
      expect(page).to have_css(
        ".encrypted-messages-ended-topic[role='alert']",
        text: I18n.t("js.encrypted_messages.composer.forked"),
      )
      expect(page).to have_no_css("#topic-footer-buttons .create")
      expect(page).to have_no_css(".post-action-menu__reply")
    end
    expect(topic.posts.count).to eq(3)
  end

  it "adds nobody by an entry that she has signed herself (attack, R29)" do
    topic = start(with: pete)
    write_next(topic, signer: mallory, members: [jane, pete, mallory])
    list(mallory, topic)
    give_rows(mallory, key_rows(topic).where(user_id: pete.id))

    as(pete) do
      encrypted_topic.visit(topic)
      expect(page).to have_css("#post_1 .encrypted-messages-warning")
      expect(page).to have_css(".encrypted-messages-roster-stop")
      encrypted_topic.open_reply
      expect(page).to have_css(
        "#reply-control .encrypted-messages-panel__status",
        text: I18n.t("js.encrypted_messages.composer.unverified_roster"),
      )
      expect(page).to have_no_css("#encrypted-messages-body")
    end
    expect(topic.posts.count).to eq(1)
  end
end
