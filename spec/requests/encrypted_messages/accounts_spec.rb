# frozen_string_literal: true

# What is left, and what others see, when an account goes or changes. Nobody gains a right by it.
RSpec.describe EncryptedMessages::Accounts do
  fab!(:jane) { Fabricate(:user, username: "jane", refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, username: "pete", refresh_auto_groups: true) }
  fab!(:mary) { Fabricate(:user, username: "mary", refresh_auto_groups: true) }
  fab!(:joan) { Fabricate(:user, username: "joan", refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  let!(:topic) do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete, mary)
    start_conversation(jane, pete, mary).topic
  end
  let!(:reply) { reply_to(topic, pete) }

  before do
    Jobs.run_immediately!
    host! "test.localhost"
  end

  def holders
    EncryptedMessages::ConversationKey.where(topic_id: topic.id).pluck(:user_id)
  end

  def members
    TopicAllowedUser.where(topic_id: topic.id).pluck(:user_id)
  end

  def fields_of(user_id)
    UserCustomField.where(user_id:, name: EncryptedMessages::Identity::FIELDS).pluck(:name)
  end

  def encrypted_draft(user)
    raw = encrypted_raw(conversation_id: topic.encrypted_conversation.conversation_id)
    Draft.set(user, topic.draft_key, 0, { reply: raw, title: nil }.to_json)
  end

  # What the topic's page says to that member.
  def page_of(user)
    sign_in(user)
    get "/t/#{topic.id}.json"
    response.parsed_body
  end

  def expect_to_read(user, posts: 2)
    page = page_of(user)
    expect(page["encrypted_conversation"]["keys"].size).to eq(1)
    expect(page["post_stream"]["posts"].filter_map { |post| post["encrypted_raw"] }.size).to eq(
      posts,
    )
  end

  def expect_no_access(user)
    page_of(user)
    expect(response.status).to eq(403).or eq(404)
    expect(response.body).not_to include("encrypted_conversation")
  end

  def destroy_account(user, **options)
    UserDestroyer.new(admin).destroy(user, options)
  end

  describe "when the account is deleted" do
    it "leaves nothing of a member who only read, and the others read on (R18, R20)" do
      encrypted_draft(mary)
      destroy_account(mary)

      expect(holders).to contain_exactly(jane.id, pete.id)
      expect(members).to contain_exactly(jane.id, pete.id)
      expect(fields_of(mary.id)).to be_empty
      expect(Draft.where(user_id: mary.id)).to be_empty
      expect_to_read(jane)
    end

    it "leaves no key row where core deletes memberships without callbacks (R20)" do
      destroy_account(mary, prepare_for_destroy: true)
      expect(holders).to contain_exactly(jane.id, pete.id)
      expect(members).to contain_exactly(jane.id, pete.id)
    end

    it "refuses while core's rule does, and changes nothing then (R20)" do
      expect { destroy_account(pete) }.to raise_error(UserDestroyer::PostsExistError)
      expect(holders).to contain_exactly(jane.id, pete.id, mary.id)
      expect(fields_of(pete.id).size).to eq(3)
    end

    it "takes the member's posts along, and the others read the rest (R20)" do
      destroy_account(pete, delete_posts: true)
      expect(Post.with_deleted.find(reply.id)).to be_trashed
      expect(holders).to contain_exactly(jane.id, mary.id)
      expect(fields_of(pete.id)).to be_empty
      expect_to_read(mary, posts: 1)
    end

    it "deletes the conversation of its starter, and gives it back to the others alone (R20)" do
      destroy_account(jane, delete_posts: true)
      expect(Topic.exists?(topic.id)).to eq(false)
      expect_no_access(pete)

      PostDestroyer.new(
        admin,
        Post.with_deleted.find_by(topic_id: topic.id, post_number: 1),
      ).recover
      expect(holders).to contain_exactly(pete.id, mary.id)
      expect(members).to contain_exactly(pete.id, mary.id)
      expect_to_read(pete)
      expect(page_of(admin)).not_to have_key("encrypted_conversation")
    end

    it "lets nobody write in the name of an author who is gone (R25)" do
      destroy_account(pete, delete_posts: true)
      orphan = Post.with_deleted.find(reply.id)
      expect(orphan.user_id).to be_nil
      ["plain text", I18n.t("js.post.deleted_by_author_simple")].each do |raw|
        orphan.raw = raw
        expect(orphan.save(validate: false)).to eq(false)
      end
    end
  end

  describe "when the account is anonymized" do
    let!(:card) { EncryptedMessages::Identity.new(pete).stored[:card] }

    before { UserAnonymizer.make_anonymous(pete, admin) }

    def look_up(**params)
      sign_in(jane)
      get("/encrypted-messages/identities.json", params:)
      response.parsed_body["identities"].map { |identity| identity["card"] }
    end

    it "leaves no wrapped private key, and no right for anybody (R18)" do
      expect(fields_of(pete.id)).to eq(["encrypted_messages_earlier_cards"])
      expect(holders).to contain_exactly(jane.id, pete.id, mary.id)
      expect(members).to contain_exactly(jane.id, pete.id, mary.id)
    end

    it "lets the others read on (R20)" do
      expect_to_read(jane)
      expect(reply.reload.raw).to start_with("encrypted-message:v1:")
    end

    it "keeps the card that what they signed is verified with, for that alone (R2, R20)" do
      expect(look_up(user_ids: [pete.id])).to eq([card])
      expect(look_up(usernames: [pete.reload.username])).to be_empty
    end

    it "takes a first card of theirs as if there had been none (R18)" do
      first = card_for(pete)
      EncryptedMessages::Identity.new(pete.reload).store!(card: first, backup:, version: 0)
      expect(look_up(user_ids: [pete.id])).to eq([first])
      expect(fields_of(pete.id)).not_to include("encrypted_messages_earlier_cards")
    end

    it "sends them nothing new (R2)" do
      expect { start_conversation(jane, pete.reload) }.to raise_error(
        ActiveRecord::RecordNotSaved,
        /#{I18n.t("encrypted_messages.errors.keys_do_not_fit")}/,
      )
    end

    it "does so too while the plugin is switched off (R18)" do
      SiteSetting.encrypted_messages_enabled = false
      UserAnonymizer.make_anonymous(mary, admin)
      expect(fields_of(mary.id)).to eq(["encrypted_messages_earlier_cards"])
    end
  end

  describe "when the account is merged into another" do
    def merge(source, target)
      UserMerger.new(source, target, admin).merge!
    end

    it "gives the other no membership, since the keys are not theirs (R7, R20)" do
      merge(mary, joan)

      expect(holders).to contain_exactly(jane.id, pete.id)
      expect(members).to contain_exactly(jane.id, pete.id)
      expect_no_access(joan)
      expect_to_read(jane)
    end

    it "tells the others in the message who does not read along any more (R7)" do
      merge(mary, joan)
      notice = page_of(jane)["post_stream"]["posts"].last
      expect(notice).to include("action_code" => "removed_user", "action_code_who" => "joan")
      expect(members).to contain_exactly(jane.id, pete.id)
    end

    it "gives the other neither card nor wrapped private keys, and lets them make their own (R18)" do
      merge(mary, joan)
      expect(fields_of(joan.id)).to be_empty

      sign_in(joan)
      put "/encrypted-messages/identity.json",
          params: {
            card: card_for(joan),
            backup: backup,
            version: 0,
          }
      expect(response.parsed_body).to eq("version" => 1)
    end

    it "leaves the other's own as it was (R18)" do
      enable_encrypted_messages_for(joan)
      before = EncryptedMessages::Identity.new(joan).stored
      merge(mary, joan)
      expect(EncryptedMessages::Identity.new(joan).stored).to eq(before)
    end

    it "leaves no earlier card of one beside the card of the other (R18)" do
      enable_encrypted_messages_for(joan)
      identity = EncryptedMessages::Identity.new(mary)
      card = card_for(mary, replaces: identity.stored[:card])
      identity.replace!(card:, backup:, version: 1)
      before = EncryptedMessages::Identity.new(joan).stored
      merge(mary, joan)

      sign_in(jane)
      get "/encrypted-messages/identities.json", params: { usernames: ["joan"] }
      expect(response.parsed_body["identities"]).to eq(
        [{ "user_id" => joan.id, "username" => "joan", "card" => before[:card] }],
      )
    end

    it "lets who was in the same conversation read on by their own key (R20)" do
      enable_encrypted_messages_for(joan)
      both = start_conversation(jane, mary, joan).topic
      key = EncryptedMessages::ConversationKey.find_by(user_id: joan.id).encrypted_key
      merge(mary, joan)

      expect(TopicAllowedUser.where(topic_id: both.id).pluck(:user_id)).to contain_exactly(
        jane.id,
        joan.id,
      )
      sign_in(joan)
      get "/t/#{both.id}.json"
      keys = response.parsed_body["encrypted_conversation"]["keys"]
      expect(keys.pluck("grant")).to eq([key])
    end

    it "refuses when the account has written, before anything is changed (R21, R25)" do
      reason = I18n.t("encrypted_messages.errors.author_not_mergeable")
      [
        -> { merge(pete, joan) },
        -> { Guardian.new(admin).ensure_can_merge_users!(pete, joan) },
      ].each do |attempt|
        expect(&attempt).to raise_error(Discourse::InvalidAccess) { |error|
          expect(I18n.t(error.custom_message)).to eq(reason)
        }
      end
      expect(pete.reload.username).to eq("pete")
      expect(reply.reload.user_id).to eq(pete.id)
      expect(holders).to contain_exactly(jane.id, pete.id, mary.id)
      expect_to_read(pete)
    end

    it "refuses so too when all that was written is deleted (R25)" do
      PostDestroyer.new(pete, reply).destroy
      PostDestroyer.new(admin, reply).destroy
      expect { merge(pete, joan) }.to raise_error(Discourse::InvalidAccess)
    end

    it "takes along the notices in the account's name (R7)" do
      topic.add_small_action(mary, "user_left", "mary")
      merge(mary, joan)
      expect(Post.find_by(topic_id: topic.id, action_code: "user_left").user_id).to eq(joan.id)
      expect(Guardian.new(admin).ensure_can_merge_users!(joan, jane)).to be_nil
    end

    it "drops drafts that nobody can open, and keeps the other's (R9)" do
      encrypted_draft(mary)
      Draft.set(mary, "new_topic", 0, { reply: "plain" }.to_json)
      Draft.set(joan, "new_private_message", 0, { reply: "joan's" }.to_json)
      merge(mary, joan)
      expect(Draft.where(user_id: joan.id).pluck(:draft_key)).to contain_exactly(
        "new_topic",
        "new_private_message",
      )
    end

    it "holds for deleted messages too, and while the plugin is switched off (R20)" do
      SiteSetting.encrypted_messages_enabled = false
      topic.trash!(admin)
      merge(mary, joan)
      expect(members).to contain_exactly(jane.id, pete.id)
      expect(fields_of(joan.id)).to be_empty
    end

    it "leaves ordinary messages to core" do
      ordinary = Fabricate(:private_message_topic, user: jane, recipient: mary)
      merge(mary, joan)
      expect(TopicAllowedUser.where(topic_id: ordinary.id).pluck(:user_id)).to contain_exactly(
        jane.id,
        joan.id,
      )
    end
  end

  describe "when the account is renamed" do
    before { UsernameChanger.change(pete, "peter") }

    it "changes no ciphertext and no key (R21)" do
      expect(Post.find(reply.id)).to have_attributes(raw: reply.raw, cooked: reply.cooked)
      expect(holders).to contain_exactly(jane.id, pete.id, mary.id)
      expect(topic.reload.title).to eq(I18n.t("encrypted_messages.title_placeholder"))
    end

    it "is found by the new name, and by the old one no more (R2)" do
      sign_in(jane)
      get "/encrypted-messages/identities.json", params: { usernames: %w[pete peter] }
      expect(response.parsed_body["missing"]).to eq(["pete"])
      expect(response.parsed_body["identities"].pluck("user_id")).to eq([pete.id])
    end

    it "reads and writes as before (R20)" do
      expect_to_read(pete)
      expect(reply_to(topic, pete.reload)).to be_persisted
    end
  end

  describe "when the account is suspended" do
    before { pete.update!(suspended_till: 1.day.from_now) }

    it "keeps everything, and gives out nothing until it may log in again (R20)" do
      sign_in(pete)
      get "/encrypted-messages/identity.json"
      expect(response.status).to eq(403)
      expect(holders).to contain_exactly(jane.id, pete.id, mary.id)

      pete.update!(suspended_till: nil)
      expect_to_read(pete)
    end

    it "is not written to, as in core (R2)" do
      expect { start_conversation(jane, pete) }.to raise_error(ActiveRecord::RecordNotSaved)
      expect(reply_to(topic, jane)).to be_persisted
    end
  end

  it "keeps who is silenced reading, and answering as core lets them (R20)" do
    pete.update!(silenced_till: 1.day.from_now)
    expect_to_read(pete)
    expect { start_conversation(pete, jane) }.to raise_error(ActiveRecord::RecordNotSaved)
    expect(reply_to(topic, pete)).to be_persisted
  end
end
