# frozen_string_literal: true

RSpec.describe Search do
  fab!(:sender) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:recipient) { Fabricate(:user, refresh_auto_groups: true) }

  before do
    SearchIndexer.enable
    create_post(
      user: sender,
      title: "A meeting of two",
      raw: "Meet me at the lighthouse",
      archetype: Archetype.private_message,
      target_usernames: recipient.username,
    )
  end

  def found_by(user, term)
    described_class.new(term, guardian: Guardian.new(user)).execute.posts.map(&:raw)
  end

  it "finds title and cooked text in one's own messages" do
    expect(found_by(recipient, "lighthouse in:messages")).to eq(["Meet me at the lighthouse"])
    expect(found_by(recipient, "meeting in:messages")).to eq(["Meet me at the lighthouse"])
  end

  it "finds by a filter alone, and within a topic by an author's name" do
    expect(found_by(recipient, "in:personal-direct")).to eq(["Meet me at the lighthouse"])
    expect(found_by(recipient, "in:messages")).to be_empty
    topic = "topic:#{Topic.last.id}"
    expect(found_by(recipient, "#{sender.username} #{topic}")).to eq(["Meet me at the lighthouse"])
    expect(found_by(recipient, "nobody #{topic}")).to be_empty
  end

  it "finds nothing in those of others" do
    expect(found_by(Fabricate(:admin), "lighthouse in:messages")).to be_empty
    expect(found_by(recipient, "lighthouse")).to be_empty
  end
end
