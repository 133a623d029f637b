# frozen_string_literal: true

# A member who has signed roster entries or given others their keys, and deletes their account: the others need the card to
# verify both on their next device.
RSpec.describe EncryptedMessages::GoneMember do
  include TakingPart

  fab!(:jane) { Fabricate(:user, username: "jane", refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, username: "pete", refresh_auto_groups: true) }
  fab!(:mary) { Fabricate(:user, username: "mary", refresh_auto_groups: true) }
  fab!(:joan) { Fabricate(:user, username: "joan", refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  # jane has started it with pete, who has invited mary and written nothing.
  let!(:topic) do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete, mary, joan)
    start_conversation(jane, pete).topic
  end
  let(:conversation_id) { topic.encrypted_conversation.conversation_id }

  before do
    host! "test.localhost"
    invite(pete)
  end

  # Mary, who is not listed, or with old keys.
  def invite(granter)
    members = [jane, pete, mary]
    renewed = EncryptedMessages::RosterEntry.newest(topic.id).members.key?(mary.id)
    entry = next_entry(topic, signer: granter, members:, epoch: renewed ? :next : :same)
    epoch = renewed ? 2 : 1
    receivers = renewed ? members : [mary]
    keys =
      receivers.to_h do |member|
        [
          member.id.to_s,
          { epoch.to_s => grant(conversation_id:, member:, granter:, epoch:, entry:) },
        ]
      end
    keys[mary.id.to_s]["1"] = grant(conversation_id:, member: mary, granter:, entry:)
    write_roster_entry(granter, topic, entry:, encrypted_keys: keys, username: mary.username)
  end

  def cards(user)
    identity = EncryptedMessages::Identity.new(user)
    [identity.stored[:card], *identity.earlier_cards]
  end

  # Their posts, or notices in their name, go first.
  def destroy_account(user, **options)
    UserDestroyer.new(admin).destroy(user, { delete_posts: true, **options })
  end

  def asked_by(reader, user_id)
    sign_in(reader)
    get "/encrypted-messages/identities.json", params: { user_ids: [user_id] }
    response.parsed_body
  end

  def kept
    described_class.pluck(:user_id)
  end

  def clean_up
    Jobs::EncryptedMessages::CheckConsistency.new.execute({})
    EncryptedMessages::ConsistencyReport.latest[:removed]
  end

  it "leaves the public cards to who holds a key to what they signed, and to nobody else (R18, R20)" do
    reset_encryption(pete)
    card, earlier = cards(pete)
    destroy_account(pete)

    [jane, mary].each do |reader|
      expect(asked_by(reader, pete.id)).to eq(
        "identities" => [
          { "user_id" => pete.id, "gone" => true, "card" => card, "earlier_cards" => [earlier] },
        ],
        "missing" => [],
      )
    end
    topic.remove_allowed_user(admin, jane)
    [jane, joan, admin].each do |reader|
      expect(asked_by(reader, pete.id)).to eq("identities" => [], "missing" => [pete.id])
    end
  end

  it "leaves them to whom they gave a key as well, if no entry of theirs was there (R20)" do
    EncryptedMessages::RosterEntry.where(signed_by_id: pete.id).delete_all
    card, = cards(pete)
    destroy_account(pete)
    expect(asked_by(mary, pete.id)["identities"].pluck("card")).to eq([card])
    expect(asked_by(jane, pete.id)["identities"]).to eq([])
  end

  it "leaves nothing else: no name, no wrapped private key (R18)" do
    before = cards(pete)
    destroy_account(pete)
    expect(UserCustomField.where(user_id: pete.id)).to be_empty
    row = described_class.sole
    expect(row.attributes.except("id", "created_at", "updated_at")).to eq(
      "user_id" => pete.id,
      "cards" => before.join(" "),
      "topic_ids" => [],
    )
  end

  it "is looked up by number alone: nothing is encrypted for who is gone (R2)" do
    destroy_account(pete)
    sign_in(mary)
    get "/encrypted-messages/identities.json", params: { usernames: ["pete"] }
    expect(response.parsed_body).to eq("identities" => [], "missing" => ["pete"])
  end

  it "keeps none of who has signed nothing, and given nobody a key (R18)" do
    destroy_account(mary)
    destroy_account(joan)
    expect(kept).to be_empty
  end

  it "keeps them where the starter is deleted with all they wrote (R20)" do
    card, = cards(jane)
    destroy_account(jane)
    PostDestroyer.new(admin, Post.with_deleted.find_by(topic_id: topic.id, post_number: 1)).recover

    expect(asked_by(pete, jane.id)["identities"].pluck("card")).to eq([card])
    page = page_of(pete)
    expect(page["post_stream"]["posts"].first).to include("user_id" => Discourse::SYSTEM_USER_ID)
    expect(page["post_stream"]["posts"].first["encrypted_raw"]).to be_present
  end

  describe "of who has only written" do
    let!(:reply) { reply_to(topic, mary) }
    let!(:card) { cards(mary).first }

    it "keeps them, since staff may bring back what they wrote (R20)" do
      destroy_account(mary)
      PostDestroyer.new(admin, Post.with_deleted.find(reply.id)).recover

      expect(page_of(jane)["post_stream"]["posts"].last["encrypted_raw"]).to eq(reply.raw)
      expect(asked_by(jane, mary.id)["identities"].pluck("card")).to eq([card])
      expect(asked_by(joan, mary.id)["identities"]).to eq([])
    end

    it "keeps them where the message was deleted first, and comes back as it was (R20)" do
      topic.trash!(admin)
      destroy_account(mary, delete_posts: false)
      topic.recover!

      post = page_of(jane)["post_stream"]["posts"].last
      expect(post).to include("encrypted_raw" => reply.raw, "user_id" => nil)
      expect(asked_by(jane, mary.id)["identities"].pluck("card")).to eq([card])
    end

    it "removes them with the last conversation that they wrote in (R18)" do
      destroy_account(mary)
      expect(clean_up).to include("gone_members" => 0)
      Post.with_deleted.where(topic_id: topic.id).find_each(&:destroy!)
      topic.destroy!
      expect(clean_up).to include("gone_members" => 1)
      expect(kept).to be_empty
    end
  end

  it "keeps those of an account that was anonymized first (R20)" do
    card, = cards(pete)
    UserAnonymizer.make_anonymous(pete, admin)
    destroy_account(pete.reload)
    expect(asked_by(mary, pete.id)["identities"].pluck("card")).to eq([card])
  end

  it "keeps those of an account that is merged into another (R20)" do
    card, = cards(pete)
    Jobs.run_immediately!
    UserMerger.new(pete, joan, admin).merge!
    expect(asked_by(mary, pete.id)["identities"].pluck("card")).to eq([card])
    expect(asked_by(joan, pete.id)["identities"]).to eq([])
  end

  it "does so while the plugin is switched off (R20)" do
    SiteSetting.encrypted_messages_enabled = false
    destroy_account(pete)
    expect(kept).to eq([pete.id])
  end

  it "keeps nothing where the account stays after all (R18)" do
    User.transaction do
      destroy_account(pete, transaction: false)
      raise ActiveRecord::Rollback
    end
    expect(kept).to be_empty
  end

  describe "the daily clean-up" do
    before { destroy_account(pete) }

    it "leaves what somebody needs (R20)" do
      expect(clean_up).to include("gone_members" => 0)
      expect(kept).to eq([pete.id])
    end

    it "removes it with the last conversation that they signed for (R18)" do
      topic.remove_allowed_user(admin, mary)
      expect(clean_up).to include("gone_members" => 0)
      Post.where(topic_id: topic.id).find_each(&:destroy!)
      topic.destroy!
      expect(clean_up).to include("gone_members" => 1)
      expect(kept).to be_empty
    end

    it "removes it with the last key that they gave, if they signed nothing (R18)" do
      EncryptedMessages::RosterEntry.where(signed_by_id: pete.id).delete_all
      expect(clean_up).to include("gone_members" => 0)
      topic.remove_allowed_user(admin, mary)
      expect(clean_up).to include("gone_members" => 1)
      expect(kept).to be_empty
    end

    it "removes what names an account that exists (R18)" do
      described_class.create!(user_id: jane.id, cards: cards(jane).first)
      expect(asked_by(mary, jane.id)["identities"].size).to eq(1)
      expect(clean_up).to include("gone_members" => 1)
      expect(kept).to eq([pete.id])
    end
  end
end
