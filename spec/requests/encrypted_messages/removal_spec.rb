# frozen_string_literal: true

# What happens to a conversation's rows when its topic or posts are deleted, when a member may no longer use encrypted
# messages, and when the plugin is switched off. Deleted accounts are in accounts_spec.rb.
RSpec.describe EncryptedMessages::Conversation do
  include TakingPart

  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  let!(:first_post) do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
    start_conversation(jane, pete)
  end
  let!(:reply) { reply_to(topic, pete) }
  let(:topic) { first_post.topic }

  before { host! "test.localhost" }

  def rows
    [described_class, EncryptedMessages::ConversationKey, EncryptedMessages::EncryptedPost].map(
      &:count
    )
  end

  def ciphertexts(user)
    page_of(user).dig("post_stream", "posts").to_a.filter_map { |post| post["encrypted_raw"] }
  end

  describe "a topic" do
    it "that is deleted is gone for its members, and comes back as it was (R21)" do
      PostDestroyer.new(admin, first_post).destroy
      expect(page_of(pete)).not_to have_key("encrypted_conversation")
      expect(response.status).to eq(404).or eq(403)
      expect(rows).to eq([1, 2, 2])
      expect(page_of(admin)).not_to have_key("encrypted_conversation")

      PostDestroyer.new(admin, Post.with_deleted.find(first_post.id)).recover
      expect(ciphertexts(pete)).to eq([first_post.raw, reply.raw])
      expect(rows).to eq([1, 2, 2])
    end

    it "that is destroyed takes keys, title and message ids along (R20)" do
      Post.with_deleted.where(topic_id: topic.id).each(&:destroy!)
      Topic.find(topic.id).destroy!
      expect(rows).to eq([0, 0, 0])
    end
  end

  describe "a post" do
    it "that staff delete keeps its place, and comes back readable (R21)" do
      PostDestroyer.new(admin, reply).destroy
      expect(ciphertexts(jane)).to eq([first_post.raw])
      PostDestroyer.new(admin, Post.with_deleted.find(reply.id)).recover
      expect(ciphertexts(jane)).to eq([first_post.raw, reply.raw])
    end

    it "that is destroyed takes its message id along, and no other (R20)" do
      reply.destroy!
      expect(rows).to eq([1, 2, 1])
      expect(first_post.reload.encrypted_post).to be_present
    end
  end

  describe "a member who is no longer in the allowed groups" do
    before { SiteSetting.encrypted_messages_allowed_groups = Fabricate(:group).add(jane).id.to_s }

    it "loses no key and gains nothing, and can write and start no more (R13, R25)" do
      expect(rows).to eq([1, 2, 2])
      expect { reply_to(topic, pete) }.to raise_error(
        ActiveRecord::RecordNotSaved,
        /#{I18n.t("encrypted_messages.errors.not_a_participant")}/,
      )
      expect { start_conversation(pete, jane) }.to raise_error(ActiveRecord::RecordNotSaved)
      sign_in(pete)
      get "/encrypted-messages/identity.json"
      expect(response.status).to eq(403)
      get "/session/current.json"
      expect(response.parsed_body["current_user"]).to include(
        "can_use_encrypted_messages" => false,
        "encrypted_messages_unavailable_reason" => "not_allowed",
      )
    end

    it "does not keep the others from going on (R13)" do
      # A fresh record, since the old one caches her groups.
      expect(reply_to(topic, User.find(jane.id))).to be_persisted
      expect(ciphertexts(jane).size).to eq(3)
    end

    it "has everything back when allowed again (R13)" do
      SiteSetting.encrypted_messages_allowed_groups = Group::AUTO_GROUPS[:trust_level_0].to_s
      sign_in(pete)
      get "/encrypted-messages/identity.json"
      expect(response.parsed_body["version"]).to eq(1)
      expect(ciphertexts(pete)).to eq([first_post.raw, reply.raw])
      expect(reply_to(topic, pete)).to be_persisted
    end
  end

  describe "while the plugin is switched off" do
    before { SiteSetting.encrypted_messages_enabled = false }

    it "keeps every row, and gives none of them out (R13, R18, R20)" do
      expect(rows).to eq([1, 2, 2])
      page = page_of(pete)
      expect(response.body).not_to include("encrypted-message:v1:")
      expect(page).not_to have_key("encrypted_conversation")
      expect(page["post_stream"]["posts"].pluck("cooked").uniq).to eq(
        ["<p>#{I18n.t("encrypted_messages.post_placeholder")}</p>"],
      )
      get "/encrypted-messages/identity.json"
      expect(response.status).to eq(404)
    end

    it "takes nothing in the clear into what is encrypted (R25)" do
      sign_in(pete)
      post "/posts.json", params: { topic_id: topic.id, raw: "In the clear, and long enough" }
      expect(response.status).to eq(422)
      put "/posts/#{reply.id}.json", params: { post: { raw: "In the clear, and long enough" } }
      expect(response.status).to eq(422)
      put "/t/-/#{topic.id}.json", params: { title: "A title in the clear" }
      expect([topic.reload.title, Post.where(topic_id: topic.id).count]).to eq(
        [I18n.t("encrypted_messages.title_placeholder"), 2],
      )
    end

    it "reads and writes as before once it is on again (R13)" do
      SiteSetting.encrypted_messages_enabled = true
      expect(ciphertexts(pete)).to eq([first_post.raw, reply.raw])
      expect(reply_to(topic, jane)).to be_persisted
      expect(EncryptedMessages::Identity.new(pete).stored[:version]).to eq(1)
    end
  end

  it "is in ordinary tables, so that core's backups hold it (R20)" do
    tables = %w[encrypted_conversations encrypted_conversation_keys encrypted_posts]
    schemas =
      DB.query_single(
        "SELECT DISTINCT table_schema || ' ' || table_type FROM information_schema.tables WHERE table_name IN (?)",
        tables,
      )
    expect(schemas).to eq(["public BASE TABLE"])
  end
end
