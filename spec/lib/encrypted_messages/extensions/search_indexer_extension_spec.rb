# frozen_string_literal: true

RSpec.describe EncryptedMessages::SearchIndexerExtension do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }

  let!(:ordinary) do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
    SearchIndexer.enable
    create_post(
      user: jane,
      title: "Of an encrypted message",
      raw: "The lighthouse of this message is encrypted.",
      archetype: Archetype.private_message,
      target_usernames: pete.username,
    )
  end
  let!(:topic) { start_conversation(jane, pete).topic }
  let!(:reply) { reply_to(topic, pete) }

  def found(term, reader = jane)
    Search.new("#{term} in:messages", guardian: Guardian.new(reader)).execute.posts.map(&:topic_id)
  end

  # What core's job would index anew, since it seems missing or outdated.
  def outdated
    ids = []
    indexer = Class.new { define_singleton_method(:index) { |object, force:| ids << object.id } }
    job = Jobs::ReindexSearch.new
    job.rebuild_topics(indexer:)
    job.rebuild_posts(indexer:)
    ids
  end

  def words
    [
      PostSearchData.where(post_id: topic.posts.ids).pluck(:search_data),
      TopicSearchData.where(topic_id: topic.id).pluck(:search_data),
    ].flatten
  end

  it "finds no encrypted message by words that all of them have (H27)" do
    placeholder = [topic.title, reply.cooked].join.scan(/\p{L}{6,}/).uniq
    expect(placeholder).to include("message")
    placeholder.each { |word| expect(found(word)).not_to include(topic.id) }
    %w[lighthouse message].each { |word| expect(found(word)).to eq([ordinary.topic_id]) }
    expect(words).to eq(["", "", ""])
  end

  it "leaves core's job nothing to do, again and again (H27)" do
    expect(outdated & [topic.id, *topic.posts.ids]).to be_empty

    PostSearchData.where(post_id: reply.id).delete_all
    expect(outdated).to include(reply.id)
    Jobs::ReindexSearch.new.execute({})
    expect(outdated & [topic.id, *topic.posts.ids]).to be_empty
    expect(words).to eq(["", "", ""])
  end

  it "does so when a title is changed, a post edited, and while the plugin is switched off (H27)" do
    topic.encrypted_conversation.update!(
      encrypted_title: encrypted_title(conversation_id: random_id),
    )
    Topic.find(topic.id).update!(bumped_at: Time.zone.now)
    reply.rebake!
    SiteSetting.encrypted_messages_enabled = false
    SearchIndexer.index(Post.find(reply.id), force: true)
    SearchIndexer.index(Topic.find(topic.id), force: true)
    expect(words).to eq(["", "", ""])
  end

  it "marks the row as a personal message's, with the words that are shown of it (H27)" do
    row = PostSearchData.find_by(post_id: reply.id)
    expect(row).to have_attributes(private_message: true)
    expect(row.raw_data).to eq(Nokogiri::HTML5.fragment(reply.cooked).text)
  end
end
