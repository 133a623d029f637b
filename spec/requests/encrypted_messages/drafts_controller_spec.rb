# frozen_string_literal: true

# Core's `DraftsController`, with the check that the plugin adds behind its client.
RSpec.describe DraftsController do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }

  let(:first_post) { start_conversation(jane, pete) }
  let(:topic) { first_post.topic }
  let(:draft) do
    "encrypted-message:v1:" +
      envelope(kind: :draft, conversation_id: topic.encrypted_conversation.conversation_id)
  end

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
    sign_in(pete)
  end

  def save(key, **data)
    post "/drafts.json", params: { draft_key: key, sequence: 0, data: data.to_json }
    response.status
  end

  it "keeps ciphertext" do
    expect(save("topic_#{topic.id}", reply: draft, action: "reply")).to eq(200)
    expect(Draft.find_by(draft_key: "topic_#{topic.id}").data).to include(draft)
    edit = { reply: draft, original_text: first_post.raw, title: topic.title }
    expect(save("post_#{first_post.id}", **edit)).to eq(200)
  end

  it "keeps no plain text" do
    topic
    [
      ["topic_#{topic.id}", { reply: "Of course I will come" }],
      ["topic_#{topic.id}", { reply: "#{draft}\nOf course I will come" }],
      ["topic_#{topic.id}", { reply: draft, original_text: "Of course I will come" }],
      ["post_#{first_post.id}", { reply: "Of course I will come" }],
      ["post_#{first_post.id}", { reply: draft, title: "A party for Mary" }],
      ["post_#{first_post.id}", { reply: { "a" => "Of course I will come" } }],
    ].each { |key, data| expect(save(key, **data)).to eq(400) }
    expect(Draft.count).to eq(0)
  end

  describe "the fields beside the text" do
    # As core's composer sends them, of its own and of none.
    def fields_of_core
      {
        action: "edit",
        archetypeId: "private_message",
        categoryId: nil,
        composerTime: 4711,
        locale: "de",
        metaData: nil,
        original_tags: [],
        original_text: first_post.raw,
        original_title: topic.title,
        postId: first_post.id,
        recipients: nil,
        reply_to_post_number: 1,
        tags: [],
        title: topic.title,
        typingTime: 815,
        whisper: false,
      }
    end

    it "are core's own, each with what it may hold (H25)" do
      expect(save("post_#{first_post.id}", reply: draft, **fields_of_core)).to eq(200)
      recipients = { recipients: "jane,Übung.x", action: "privateMessage" }
      expect(save("new_private_message", reply: draft, **recipients)).to eq(200)
    end

    [
      { editReason: "lighthouse" },
      { edit_reason: "lighthouse" },
      { featuredLink: "https://lighthouse.example" },
      { somethingNew: { nested: ["lighthouse"] } },
      { somethingNew: 1 },
      { metaData: { note: "lighthouse" } },
      { tags: ["lighthouse"] },
      { original_tags: [{ name: "lighthouse" }] },
      { action: "lighthouse" },
      { archetypeId: "lighthouse" },
      { categoryId: "lighthouse" },
      { composerTime: "lighthouse" },
      { whisper: "lighthouse" },
      { locale: "lighthouse" },
      { postId: { lighthouse: 1 } },
      { recipients: "meet me at the lighthouse" },
      { reply_to_user: { name: "lighthouse" } },
      { title: "lighthouse" },
      { original_title: "lighthouse" },
    ].each do |beside|
      it "hold nothing else, as #{beside} (H25)" do
        expect(save("topic_#{topic.id}", reply: draft, **beside)).to eq(400)
        expect(save("post_#{first_post.id}", reply: draft, **beside)).to eq(400)
        # a new message: core's key for its draft names no topic
        expect(save("new_private_message_1764", reply: draft, **beside)).to eq(400)
        expect(Draft.count).to eq(0)
      end
    end

    it "are no way around: what is no object is no draft (H25)" do
      ["lighthouse", ["lighthouse"], 1].each do |data|
        params = { draft_key: "topic_#{topic.id}", sequence: 0, data: data.to_json }
        post "/drafts.json", params: params
        expect(response.status).to eq(400)
      end
      expect { Draft.set(pete, "topic_#{topic.id}", 0, "lighthouse") }.to raise_error(
        Discourse::InvalidParameters,
      )
    end

    it "stay what core or a plugin likes in ordinary drafts, which may name the marker (H25)" do
      text = "encrypted-message:v1: is what they begin with"
      expect(save("new_topic", reply: text, tags: ["lighthouse"], mine: 1)).to eq(200)
    end
  end

  it "keeps ciphertext under a placeholder in another language" do
    topic.update_columns(title: "Verschlüsselte Nachricht")
    data = { reply: draft, original_title: topic.title, title: "Encrypted message" }
    expect(save("post_#{first_post.id}", **data)).to eq(200)
  end

  it "keeps no plain text for a deleted message either" do
    topic.trash!(jane)
    expect(save("topic_#{topic.id}", reply: "Of course I will come")).to eq(400)
  end

  it "keeps any draft elsewhere" do
    ordinary = Fabricate(:private_message_topic, user: jane, recipient: pete)
    expect(save("topic_#{ordinary.id}", reply: "Of course I will come")).to eq(200)
    expect(save("new_private_message", reply: "Of course I will come")).to eq(200)
  end

  describe "core's backups of long drafts" do
    include StoredText

    before { SiteSetting.backup_drafts_to_pm_length = 10 }

    it "keep no encrypted one (R9, R25)" do
      draft
      expect { save("topic_#{topic.id}", reply: draft) }.not_to change {
        [BackupDraftPost.count, Post.count]
      }
    end

    it "lose what was written before it was encrypted (R9, R23)" do
      save("new_private_message", reply: "Meet me at the lighthouse")
      expect(Post.find(BackupDraftPost.last.post_id).raw).to include("Meet me at the lighthouse")

      sequence = DraftSequence.current(pete, "new_private_message")
      Draft.set(pete, "new_private_message", sequence, { reply: draft }.to_json)
      expect(BackupDraftPost.count).to eq(0)
      expect(tables_with("lighthouse")).to be_empty
    end
  end
end
