# frozen_string_literal: true

# Core's `DraftsController`, with the net that the plugin puts behind its client.
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
