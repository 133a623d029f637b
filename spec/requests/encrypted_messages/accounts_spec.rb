# frozen_string_literal: true

# What is left, and what others see, when an account goes or changes. Nobody gains a right by it.
RSpec.describe EncryptedMessages::Accounts do
  include_context "with accounts in a conversation"

  describe "when the account is deleted" do
    it "leaves nothing of a member who only read, and the others read on (R18, R20)" do
      encrypted_draft(mary)
      destroy_account(mary)

      expect(holders).to contain_exactly(jane.id, pete.id)
      expect(members).to contain_exactly(jane.id, pete.id)
      expect(fields_of(mary.id)).to be_empty
      expect(stored_book(mary)).to be_empty
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
      expect(stored_book(pete)).to be_empty
      expect(stored_book(mary).keys).to eq([0, 1])
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
      store_identity(pete.reload, card: first, backup:, version: 0)
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
      expect(stored_book(mary)).to be_empty
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
