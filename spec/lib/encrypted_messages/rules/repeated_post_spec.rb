# frozen_string_literal: true

require "concurrent"

RSpec.describe EncryptedMessages::RepeatedPost do
  include ThreadsAtOnce

  # Each request has a connection of its own, which sees only what was committed.
  self.use_transactional_tests = false

  let!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  let!(:pete) { Fabricate(:user, refresh_auto_groups: true) }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
  end

  # Nothing is rolled back here, and topics leave their posts behind.
  after do
    topics = Topic.with_deleted.where(user_id: jane.id)
    Post.with_deleted.where(topic_id: topics.pluck(:id)).find_each(&:destroy!)
    topics.find_each(&:destroy!)
    EncryptedMessages::DeadRows.remove_all
    [jane, pete].each(&:destroy!)
  end

  # Two requests with the same bytes that both get as far as `event` before either goes on.
  # @return [Array<NewPostResult>]
  def twice_at_once(event, params)
    barrier = Concurrent::CyclicBarrier.new(2)
    wait = ->(*) { barrier.wait(10) }
    DiscourseEvent.on(event, &wait)
    in_threads([params.deep_dup, params.deep_dup]) do |own|
      NewPostManager.new(User.find(jane.id), own).perform
    end
  ensure
    DiscourseEvent.off(event, &wait)
  end

  def expect_one_post(results)
    expect(results).to all(be_success)
    expect(results.map { |result| result.post.id }.uniq.size).to eq(1)
  end

  it "starts one conversation when two requests come at once (R21)" do
    params = new_message_params(sender: jane, recipients: [pete]).with_indifferent_access
    params[:target_usernames] = params.delete(:target_recipients)

    results = twice_at_once(:before_create_topic, params)

    expect_one_post(results)
    expect(Topic.where(user_id: jane.id).count).to eq(1)
  end

  it "stores one reply when two requests come at once (R21)" do
    topic = start_conversation(jane, pete).topic
    raw = encrypted_raw(conversation_id: topic.encrypted_conversation.conversation_id)

    results =
      twice_at_once(:before_create_post, { topic_id: topic.id, raw: }.with_indifferent_access)

    expect_one_post(results)
    expect(topic.posts.count).to eq(2)
  end
end
