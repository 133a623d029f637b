# frozen_string_literal: true

RSpec.describe EncryptedMessages::ConversationBuilder do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:mary) { Fabricate(:user, refresh_auto_groups: true) }

  let(:conversation_id) { new_conversation_id(jane) }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
  end

  # @param options [Hash] for `PostCreator`
  def create(holders: [jane, pete], **options)
    entry = options[:encrypted_entry] || entry_of(*holders)
    opts =
      new_message_params(sender: jane, recipients: [], conversation_id:).merge(
        encrypted_entry: entry,
        encrypted_keys:
          options.fetch(:encrypted_keys) do
            grants(holders, conversation_id:, granter: jane, entry:)
          end,
        target_usernames: pete.username,
        target_recipients: nil,
        **options,
      )
    @creator = PostCreator.new(jane, opts.with_indifferent_access)
    @creator.create
  end

  def entry_of(*members, **wrong)
    first_entry(conversation_id:, signer: jane, members:, **wrong)
  end

  def rows
    [
      Topic,
      Post,
      TopicAllowedUser,
      EncryptedMessages::Conversation,
      EncryptedMessages::ConversationKey,
      EncryptedMessages::EncryptedPost,
      EncryptedMessages::RosterEntry,
    ].map(&:count)
  end

  def expect_refusal(reason, **options)
    before = rows
    create(**options)
    expect(@creator.errors.full_messages).to include(I18n.t("encrypted_messages.errors.#{reason}"))
    expect(rows).to eq(before)
  end

  it "takes nobody who may not use encrypted messages, with keys or not (H23, R2, R7)" do
    allowed = Fabricate(:group)
    allowed.add(jane)
    SiteSetting.encrypted_messages_allowed_groups = allowed.id.to_s
    expect_refusal(:keys_do_not_fit)

    allowed.add(pete)
    expect { create }.to change { Topic.count }.by(1)
  end

  [[40, 255], [2, 10]].each do |least, most|
    it "takes the title that the site hands out where it has #{least} to #{most} characters (S11)" do
      SiteSetting.min_personal_message_title_length = least
      SiteSetting.max_topic_title_length = most
      guardian = Guardian.new(jane)
      site = SiteSerializer.new(Site.new(guardian), scope: guardian, root: false).as_json
      title = site.fetch(:encrypted_messages_title_placeholder)

      expect(title.length).to be_between(least, most)
      expect { create(title:) }.to change { Topic.count }.by(1)
      expect(Topic.last.title).to eq(title)
    end
  end

  it "stores conversation, roster, keys and message id with topic and post (R20, R21)" do
    title = encrypted_title(conversation_id:)
    message_id = random_id
    encrypted_keys = grants([jane, pete], conversation_id:, granter: jane)
    post =
      create(
        raw: encrypted_raw(conversation_id:, message_id:),
        encrypted_title: title,
        encrypted_keys:,
      )

    topic = post.reload.topic
    expect(topic.title).to eq("Encrypted message")
    expect(topic.encrypted_conversation).to have_attributes(
      conversation_id:,
      encrypted_title: title,
    )
    expect(
      topic.encrypted_conversation.keys.pluck(:user_id, :epoch, :encrypted_key, :granted_by_id),
    ).to contain_exactly(
      [jane.id, 1, encrypted_keys[jane.id.to_s], jane.id],
      [pete.id, 1, encrypted_keys[pete.id.to_s], jane.id],
    )
    expect(
      topic.encrypted_conversation.entries.pluck(:sequence, :epoch, :signed_by_id, :entry),
    ).to eq([[0, 1, jane.id, entry_of(jane, pete)]])
    expect(post.encrypted_post.message_id).to eq(message_id)
    expect(topic.topic_allowed_users.pluck(:user_id)).to contain_exactly(jane.id, pete.id)
  end

  it "works among twenty people (R3)" do
    people = Fabricate.times(19, :user, refresh_auto_groups: true)
    enable_encrypted_messages_for(*people)
    post = create(holders: [jane, *people], target_usernames: people.map(&:username).join(","))
    expect(post.topic.encrypted_conversation.keys.count).to eq(20)
  end

  it "needs a roster that lists every participant, the sender among them, and nobody else (R20)" do
    enable_encrypted_messages_for(mary)
    expect_refusal(:keys_do_not_fit, holders: [jane])
    expect_refusal(:keys_do_not_fit, holders: [jane, pete, mary])
    expect_refusal(:keys_do_not_fit, holders: [jane, mary])
    expect_refusal(:invalid_roster, holders: [pete])
  end

  it "needs a key for whom the roster lists, and for nobody else (R20)" do
    enable_encrypted_messages_for(mary)
    encrypted_entry = entry_of(jane, pete)
    [[jane], [pete], [jane, mary], [jane, pete, mary]].each do |holders|
      encrypted_keys = grants(holders, conversation_id:, granter: jane, entry: encrypted_entry)
      expect_refusal(:invalid_keys, encrypted_entry:, encrypted_keys:)
    end
  end

  it "refuses a roster that clients would refuse (R20)" do
    others = OpenSSL::PKey.generate_key("ED25519")
    pairs = [jane, pete].map { |member| [member.id, fingerprint_of(member)] }
    [
      { key: others },
      { epoch: 2 },
      { signer: pete },
      { payload: { 1 => pete.id, 2 => fingerprint_of(pete) } },
      { payload: { 5 => SecureRandom.bytes(16) } },
      { payload: { 7 => [pairs.last] } },
      { payload: { 7 => pairs.reverse } },
      { header: { EncryptedMessagesHelpers::KIND => 20 } },
    ].each do |wrong|
      encrypted_entry =
        first_entry(**{ conversation_id:, signer: jane, members: [jane, pete], **wrong })
      expect_refusal(:invalid_roster, encrypted_entry:)
    end
    ["x", "A" * 70_000, ["x"], { "a" => "b" }, 1].each do |encrypted_entry|
      expect_refusal(:invalid_roster, encrypted_entry:, encrypted_keys: {})
    end
  end

  it "refuses a roster of keys that somebody has no more, with a status of its own (R20, R35)" do
    before = rows
    stale = ->(member) do
      pairs =
        [jane, pete].map do |one|
          [one.id, one == member ? SecureRandom.bytes(32) : fingerprint_of(one)]
        end
      create(encrypted_entry: entry_of(payload: { 7 => pairs }))
    end
    expect { stale.(pete) }.to raise_error(EncryptedMessages::StaleKeys)
    expect(rows).to eq(before)
  end

  it "needs every participant to have encryption enabled (R2, R20)" do
    expect_refusal(:keys_do_not_fit, holders: [jane, mary], target_usernames: mary.username)
  end

  it "refuses damaged keys (R20)" do
    good = grants([jane, pete], conversation_id:, granter: jane)
    [
      {},
      nil,
      "grant",
      good.merge(pete.id.to_s => ""),
      good.merge(pete.id.to_s => nil),
      good.merge(pete.id.to_s => "hello, Pete"),
      good.merge(pete.id.to_s => "A" * 4096),
      good.merge(pete.id.to_s => { "a" => "b" }),
      good.slice(jane.id.to_s).merge("#{pete.id} " => good[pete.id.to_s]),
      good.slice(jane.id.to_s).merge("99999999999999999999" => good[pete.id.to_s]),
    ].each { |encrypted_keys| expect_refusal(:invalid_keys, encrypted_keys:) }
  end

  it "decodes no keys when they are not just those of the participants (R20)" do
    damaged = (1..3).to_h { |id| [id.to_s, "hello"] }
    allow(EncryptedMessages::Grant).to receive(:for?).and_call_original
    expect_refusal(:invalid_keys, encrypted_keys: damaged)
    expect(EncryptedMessages::Grant).not_to have_received(:for?)
  end

  it "refuses keys of another conversation, epoch, member or granter (R20)" do
    [
      { conversation_id: random_id },
      { epoch: 2 },
      { member: mary },
      { granter: pete },
      { header: { EncryptedMessagesHelpers::KIND => 16 } },
      { header: { EncryptedMessagesHelpers::MESSAGE_ID => SecureRandom.bytes(16) } },
      { payload: { 2 => fingerprint_of(jane) } },
      { payload: { 4 => fingerprint_of(pete) } },
      { payload: { 5 => SecureRandom.bytes(32) } },
      { payload: { 6 => SecureRandom.bytes(383) } },
      { payload: { 8 => 1 } },
      { entry: entry_of(jane) },
    ].each do |wrong|
      entry = entry_of(jane, pete)
      key = grant(**{ conversation_id:, member: pete, granter: jane, entry:, **wrong })
      encrypted_keys =
        grants([jane], conversation_id:, granter: jane, entry:).merge(pete.id.to_s => key)
      expect_refusal(:invalid_keys, encrypted_keys:)
    end
  end

  it "refuses a plain title in either place (R21, R25)" do
    expect_refusal(:plain_title, title: "A party for Mary")
    expect_refusal(:plain_title, title: "A party for Mary", skip_validations: true)
    expect_refusal(:invalid_title, encrypted_title: "A party for Mary")
    expect_refusal(:invalid_title, encrypted_title: nil)
  end

  it "refuses a title of another conversation or kind (R21)" do
    expect_refusal(:invalid_title, encrypted_title: encrypted_title(conversation_id: random_id))
    expect_refusal(:invalid_title, encrypted_title: encrypted_title(conversation_id:, epoch: 2))
    expect_refusal(:invalid_title, encrypted_title: encrypted_title(conversation_id:, revision: 2))
    expect_refusal(:invalid_title, encrypted_title: envelope(kind: :body, conversation_id:))
  end

  it "refuses a body that is plain, damaged, of another conversation or kind (R21, R25)" do
    draft = "encrypted-message:v1:#{envelope(kind: :draft, conversation_id:)}"
    [true, false].each do |skip_validations|
      expect_refusal(:plaintext, raw: "Let us give a party for Mary", skip_validations:)
      expect_refusal(:malformed, raw: "encrypted-message:v1:AAAA", skip_validations:)
      expect_refusal(
        :other_conversation,
        raw: encrypted_raw(conversation_id: random_id),
        skip_validations:,
      )
      expect_refusal(:other_conversation, raw: draft, skip_validations:)
    end
  end

  it "refuses groups and addresses (R7)" do
    group = Fabricate(:group)
    expect_refusal(:members_only, target_group_names: group.name)
    expect_refusal(:members_only, target_emails: "mary@example.com")
  end

  it "refuses topics that are not personal messages (R25)" do
    expect_refusal(:only_messages, archetype: "regular", target_usernames: nil)
  end

  it "refuses senders who may not use encrypted messages (R13)" do
    SiteSetting.encrypted_messages_allowed_groups = Fabricate(:group).id.to_s
    expect_refusal(:not_allowed)
  end

  it "refuses a conversation or message id that is taken (R21)" do
    message_id = random_id
    first = create(raw: encrypted_raw(conversation_id:, message_id:))
    expect(first).to be_persisted

    expect_refusal(:already_exists)
    other = new_conversation_id(jane)
    expect_refusal(
      :already_exists,
      encrypted_entry: first_entry(conversation_id: other, signer: jane, members: [jane, pete]),
      encrypted_keys: grants([jane, pete], conversation_id: other, granter: jane),
      encrypted_title: encrypted_title(conversation_id: other),
      raw: encrypted_raw(conversation_id: other, message_id:),
    )
  end

  it "leaves nothing when something fails in the middle (R21)" do
    before = rows
    allow(TopicLink).to receive(:extract_from).and_raise(StandardError.new("connection lost"))
    expect { create }.to raise_error("connection lost")
    expect(rows).to eq(before)
  end

  it "leaves ordinary messages alone" do
    post =
      PostCreator.create!(
        jane,
        title: "An ordinary message",
        raw: "This one everybody may read",
        archetype: "private_message",
        target_usernames: pete.username,
      )
    expect(post.topic.encrypted_conversation).to be_nil
    expect(post.encrypted_post).to be_nil
  end
end
