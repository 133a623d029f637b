# frozen_string_literal: true

RSpec.describe PostRevisor do
  fab!(:sender) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:message) { Fabricate(:private_message_topic, user: sender) }
  fab!(:first_post) do
    Fabricate(:post, user: sender, topic: message, raw: "Meet me at the usual place")
  end

  let(:post) { Post.find(first_post.id) }

  def revise(fields, opts = {})
    described_class.new(post).revise!(sender, fields, opts)
  end

  %i[before_edit_post validate_post].each do |event|
    it "saves what a handler of #{event} has added errors for" do
      listen(event) { |revised, *| revised.errors.add(:base, "not like that") }
      expect(revise(raw: "Meet me somewhere else")).to eq(true)
      expect(post.reload.raw).to eq("Meet me somewhere else")
    end
  end

  it "refuses what the validator refuses" do
    expect(revise(raw: "x")).to eq(false)
    expect(post.reload.raw).to eq("Meet me at the usual place")
  end

  it "takes anything with skip_validations" do
    expect(revise({ raw: "x" }, skip_validations: true)).to eq(true)
    expect(post.reload.raw).to eq("x")
  end

  describe "the history" do
    it "makes no version for a small change within the grace period" do
      revise(raw: "Meet me at the usual place!")
      expect(post.reload.version).to eq(1)
      expect(post.revisions).to be_empty
    end

    it "keeps the old text afterwards" do
      post.update_columns(last_version_at: 1.hour.ago)
      revise(raw: "Meet me somewhere else")
      expect(post.reload.version).to eq(2)
      expect(post.revisions.last.modifications["raw"]).to eq(
        ["Meet me at the usual place", "Meet me somewhere else"],
      )
    end
  end

  describe ".track_topic_field" do
    around do |example|
      tracked = described_class.tracked_topic_fields.dup
      example.run
      described_class.tracked_topic_fields.replace(tracked)
    end

    def messages
      MessageBus.track_publish("/topic/#{message.id}") { revise(mood: "glad") }.map(&:data)
    end

    it "tells others to reload the topic when the change is recorded" do
      described_class.track_topic_field(:mood) do |changes, value|
        changes.record_change(:mood, nil, value)
        changes.topic.custom_fields["mood"] = value
      end
      expect(messages).to include(a_hash_including(reload_topic: true))
      expect(message.reload.custom_fields["mood"]).to eq("glad")
    end

    it "does not when it is not" do
      described_class.track_topic_field(:mood) do |changes, value|
        changes.topic.custom_fields["mood"] = value
      end
      expect(messages).not_to include(a_hash_including(reload_topic: true))
      expect(message.reload.custom_fields["mood"]).to eq("glad")
    end
  end
end
