# frozen_string_literal: true

# One account becomes part of another. Nobody gains a right by it.
RSpec.describe EncryptedMessages::UserMergerExtension do
  include_context "with accounts in a conversation"

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
    [mary, joan].each { |user| expect(stored_book(user)).to be_empty }

    sign_in(joan)
    put "/encrypted-messages/identity.json",
        params: {
          card: card_for(joan),
          backup: backup,
          version: 0,
          address_book: sealed_book(joan),
        }
    expect(response.parsed_body).to eq("version" => 1)
  end

  it "leaves the other's own as it was (R18)" do
    enable_encrypted_messages_for(joan)
    write_address_book(joan, **next_book(joan))
    before = [EncryptedMessages::Identity.new(joan).stored, stored_book(joan)]
    merge(mary, joan)
    expect([EncryptedMessages::Identity.new(joan).stored, stored_book(joan)]).to eq(before)
  end

  it "leaves no earlier card of one beside the card of the other (R18)" do
    enable_encrypted_messages_for(joan)
    identity = EncryptedMessages::Identity.new(mary)
    card = card_for(mary, replaces: identity.stored[:card])
    replace_identity(mary, card:, backup:, version: 1)
    before = EncryptedMessages::Identity.new(joan).stored
    merge(mary, joan)

    sign_in(jane)
    get "/encrypted-messages/identities.json", params: { usernames: ["joan"] }
    expect(response.parsed_body["identities"]).to eq(
      [{ "user_id" => joan.id, "username" => "joan", "card" => before[:card] }],
    )
  end

  it "keeps the cards that verify what the other wrote before being anonymized (R20)" do
    card = EncryptedMessages::Identity.new(pete).stored[:card]
    UserAnonymizer.make_anonymous(pete, admin)
    merge(mary, pete.reload)

    expect(fields_of(pete.id)).to eq(["encrypted_messages_earlier_cards"])
    sign_in(jane)
    get "/encrypted-messages/identities.json", params: { user_ids: [pete.id] }
    expect(response.parsed_body["identities"].pluck("card")).to eq([card])
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
