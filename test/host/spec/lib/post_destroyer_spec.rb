# frozen_string_literal: true

RSpec.describe PostDestroyer do
  fab!(:author) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:message) { Fabricate(:private_message_topic, user: author) }
  fab!(:first_post) do
    Fabricate(:post, user: author, topic: message, raw: "Meet me at the usual place")
  end
  fab!(:reply) { Fabricate(:post, user: author, topic: message, raw: "The lighthouse, at nine") }

  it "lets an author's words go from the post, but not from its history" do
    described_class.new(author, reply).destroy
    expect(reply.reload).to have_attributes(raw: "(post deleted by author)", user_deleted: true)
    expect(reply.revisions.last.modifications["raw"].first).to eq("The lighthouse, at nine")

    described_class.new(author, reply).recover
    expect(reply.reload).to have_attributes(raw: "The lighthouse, at nine", user_deleted: false)
  end

  it "marks the post even when a callback has refused the note" do
    refusal = -> { throw(:abort) }
    Post.before_save(refusal)
    described_class.new(author, reply).destroy
    expect(reply.reload).to have_attributes(raw: "The lighthouse, at nine", user_deleted: true)
  ensure
    Post.skip_callback(:save, :before, refusal)
  end

  it "keeps everything when staff delete" do
    admin = Fabricate(:admin)
    described_class.new(admin, first_post).destroy
    expect(Topic.exists?(message.id)).to eq(false)
    expect(Post.with_deleted.find(first_post.id).raw).to eq("Meet me at the usual place")

    described_class.new(admin, Post.with_deleted.find(first_post.id)).recover
    expect(Topic.find(message.id).first_post).to eq(first_post)
  end
end
