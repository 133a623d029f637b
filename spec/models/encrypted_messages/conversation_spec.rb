# frozen_string_literal: true

RSpec.describe EncryptedMessages::Conversation do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }

  let(:post) { start_conversation(jane, pete) }
  let(:topic) { post.topic }
  let(:keys) { EncryptedMessages::ConversationKey.where(topic_id: topic.id) }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
  end

  it "goes with its topic (R20)" do
    post.destroy!
    topic.destroy!

    expect(described_class.count).to eq(0)
    expect(EncryptedMessages::ConversationKey.count).to eq(0)
    expect(EncryptedMessages::EncryptedPost.count).to eq(0)
  end

  it "stays while a topic can be recovered" do
    topic.trash!(jane)
    expect(keys.count).to eq(2)
  end

  it "loses the keys of a user who is deleted, and keeps what that user granted (R20)" do
    topic
    jane.destroy!
    expect(keys.pluck(:user_id, :granted_by_id)).to eq([[pete.id, jane.id]])
  end

  describe "#keys_for" do
    it "gives each member their own keys, in order (R20)" do
      conversation = topic.encrypted_conversation
      conversation.keys.create!(
        user_id: pete.id,
        epoch: 2,
        encrypted_key: "AAAA",
        granted_by_id: jane.id,
      )
      expect(conversation.keys_for(pete).map { |key| [key.user_id, key.epoch] }).to eq(
        [[pete.id, 1], [pete.id, 2]],
      )
      expect(conversation.keys_for(jane).map(&:user_id)).to eq([jane.id])
      expect(conversation.keys_for(Fabricate(:admin))).to be_empty
      expect(conversation.keys_for(nil)).to be_empty
    end
  end

  it "holds one key for each member and epoch (R20)" do
    duplicate = topic.encrypted_conversation.keys.first.dup
    expect { duplicate.save! }.to raise_error(ActiveRecord::RecordNotUnique)
  end

  it "has ids of 16 bytes" do
    conversation = topic.encrypted_conversation
    ["", "hello", "A" * 21, "A" * 23, "#{"A" * 21}B", "#{"A" * 21}="].each do |conversation_id|
      expect(conversation.tap { |each| each.assign_attributes(conversation_id:) }).not_to be_valid
    end
  end
end
