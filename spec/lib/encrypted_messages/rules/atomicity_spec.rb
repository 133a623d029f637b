# frozen_string_literal: true

# Sending is all or nothing: whichever step fails, there is no topic without its keys, no post without
# its message id, and no half of an edit.
RSpec.describe PostCreator do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
  end

  let(:failure) { Class.new(StandardError) }

  # Fails where a row of this model is written.
  def failing_row(model, kind, event)
    error = failure
    callback = ->(*) { raise error }
    model.set_callback(event, kind, callback)
    yield
  ensure
    model.skip_callback(event, kind, callback)
  end

  def failing_event(name)
    callback = ->(*) { raise failure }
    DiscourseEvent.on(name, &callback)
    yield
  ensure
    DiscourseEvent.off(name, &callback)
  end

  def failing_call(object, method)
    allow(object).to receive(method).and_raise(failure)
    yield
  ensure
    allow(object).to receive(method).and_call_original
  end

  # @param steps [Array] each with the name of a method above and its arguments
  def expect_nothing_left(steps, &action)
    before = rows
    steps.each do |how, *step|
      aggregate_failures("#{how} #{step.join(" ")}") do
        public_send(how, *step) { expect(&action).to raise_error(failure) }
        expect(rows).to eq(before)
      end
    end
  end

  def rows
    counted = [
      DraftSequence,
      EncryptedMessages::Conversation,
      EncryptedMessages::ConversationKey,
      EncryptedMessages::EncryptedPost,
      Notification,
      PostRevision,
      TopicAllowedUser,
      TopicLink,
      TopicUser,
    ].map(&:count)
    contents = [
      Post.with_deleted.order(:id).pluck(:id, :raw, :version, :topic_id),
      Topic.with_deleted.order(:id).pluck(:id, :title, :posts_count),
      EncryptedMessages::Conversation.pluck(:encrypted_title),
    ]
    [counted, contents]
  end

  let(:writing_a_post) do
    [
      [:failing_row, Post, :before, :create],
      [:failing_row, EncryptedMessages::EncryptedPost, :before, :create],
      [:failing_row, Post, :after, :create],
      [:failing_call, UserActionManager, :post_created],
      [:failing_call, TopicLink, :extract_from],
      [:failing_call, TopicUser, :change],
      [:failing_call, DraftSequence, :next!],
    ]
  end

  it "leaves nothing of a new message, whichever step fails (R21)" do
    params = new_message_params(sender: jane, recipients: [pete], advance_draft: true)
    params[:target_usernames] = params.delete(:target_recipients)
    steps = [
      %i[failing_event before_create_topic],
      [:failing_row, TopicAllowedUser, :before, :create],
      [:failing_row, Topic, :after, :create],
      [:failing_row, EncryptedMessages::Conversation, :before, :create],
      [:failing_row, EncryptedMessages::RosterEntry, :before, :create],
      [:failing_call, EncryptedMessages::ConversationKey, :add],
      [:failing_row, EncryptedMessages::Conversation, :after, :create],
      *writing_a_post,
    ]
    expect_nothing_left(steps) do
      PostCreator.create!(jane, params.deep_dup.with_indifferent_access)
    end

    # and what failed may be sent again
    post = PostCreator.create!(jane, params.deep_dup.with_indifferent_access)
    expect(post.topic.encrypted_conversation.keys.count).to eq(2)
  end

  it "leaves nothing of a reply, whichever step fails (R21)" do
    topic = start_conversation(jane, pete).topic
    raw = encrypted_raw(conversation_id: topic.encrypted_conversation.conversation_id)
    reply = -> { PostCreator.create!(pete, topic_id: topic.id, raw:, advance_draft: true) }
    expect_nothing_left(writing_a_post, &reply)

    expect(reply.call.encrypted_post).to be_present
  end

  it "leaves an edited message as it was, whichever step fails (R21)" do
    first_post = start_conversation(jane, pete)
    raw = edited_raw(first_post)
    steps = [
      [:failing_row, Post, :before, :update],
      [:failing_row, Post, :after, :update],
      [:failing_row, PostRevision, :before, :create],
      %i[failing_event before_edit_post],
      %i[failing_event validate_post],
    ]
    expect_nothing_left(steps) { Post.find(first_post.id).revise(jane, { raw: }) }
  end

  it "leaves an edited title as it was, whichever step fails (R21)" do
    first_post = start_conversation(jane, pete)
    first_post.update_columns(last_version_at: 1.hour.ago)
    title = edited_title(first_post.topic)
    steps = [
      [:failing_row, EncryptedMessages::Conversation, :before, :update],
      [:failing_row, EncryptedMessages::Conversation, :after, :update],
      [:failing_row, PostRevision, :before, :create],
    ]
    expect_nothing_left(steps) { Post.find(first_post.id).revise(jane, { encrypted_title: title }) }
  end

  it "edits title and body together or not at all (R21)" do
    first_post = start_conversation(jane, pete)
    conversation = first_post.topic.encrypted_conversation
    ids = { conversation_id: conversation.conversation_id }
    good_raw = edited_raw(first_post)
    good_title = edited_title(first_post.topic)
    before = rows
    [
      { raw: good_raw, encrypted_title: encrypted_title(**ids) },
      { raw: encrypted_raw(**ids), encrypted_title: good_title },
      { raw: good_raw, title: "A party for Mary" },
    ].each do |fields|
      expect(Post.find(first_post.id).revise(jane, fields)).to eq(false)
      expect(rows).to eq(before)
    end

    fields = { raw: good_raw, encrypted_title: good_title }
    expect(Post.find(first_post.id).revise(jane, fields)).to eq(true)
    expect(conversation.reload.encrypted_title).to eq(good_title)
  end
end
