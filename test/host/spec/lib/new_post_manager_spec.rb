# frozen_string_literal: true

RSpec.describe NewPostManager do
  fab!(:author) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:topic) { Fabricate(:private_message_topic, user: author) }

  it "takes no post with a watched word, which may stand between dashes" do
    Fabricate(:watched_word, word: "xyz")
    {
      "It is xyz, I say" => false,
      "base64-xyz-more" => false,
      "the wxyz of it" => true,
    }.each do |raw, taken|
      result = described_class.new(author, { topic_id: topic.id, raw: }).perform
      expect(result.success?).to eq(taken)
    end
  end
end
