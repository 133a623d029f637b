# frozen_string_literal: true

# Likes and flags work as ever. Whoever reviews a flag sees that the post is encrypted, and why they
# cannot read it.
RSpec.describe ReviewablesController do
  include StoredText

  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }
  fab!(:moderator) { Fabricate(:moderator, refresh_auto_groups: true) }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
    host! "test.localhost"
  end

  let!(:first_post) { start_conversation(jane, pete) }
  let(:topic) { first_post.topic }
  let(:conversation) { topic.encrypted_conversation }

  def act(type, **params)
    post "/post_actions.json",
         params: { id: first_post.id, post_action_type_id: PostActionType.types[type] }.merge(
           params,
         )
    expect(response.status).to eq(200)
  end

  def perform(action)
    flagged = ReviewableFlaggedPost.last
    put "/review/#{flagged.id}/perform/#{action}.json", params: { version: flagged.version }
    expect(response.status).to eq(200)
  end

  def expect_nothing_secret(text)
    expect(text).not_to include("encrypted-message:v1")
    expect(text).not_to include(conversation.conversation_id)
    expect(text).not_to include(conversation.encrypted_title)
    conversation.keys.each { |key| expect(text).not_to include(key.encrypted_key) }
  end

  def expect_no_new_member
    expect(topic.reload.topic_allowed_users.pluck(:user_id)).to contain_exactly(jane.id, pete.id)
    expect(conversation.keys.pluck(:user_id)).to contain_exactly(jane.id, pete.id)
  end

  it "lets a participant like a post, and take it back (R25)" do
    sign_in(pete)
    act(:like)
    expect(first_post.reload.like_count).to eq(1)
    expect_nothing_secret(response.parsed_body.except("encrypted_raw").to_json)

    delete "/post_actions/#{first_post.id}.json",
           params: {
             post_action_type_id: PostActionType.types[:like],
           }
    expect(first_post.reload.like_count).to eq(0)
  end

  it "lets staff like and flag it, without becoming members or being given a key (R20, R25)" do
    sign_in(admin)
    %i[like spam].each do |type|
      act(type)
      expect_nothing_secret(response.body)
    end
    expect_no_new_member
  end

  it "shows reviewers why there is nothing to read (R20, R25)" do
    sign_in(pete)
    act(:inappropriate)

    [moderator, admin].each do |reviewer|
      sign_in(reviewer)
      get "/review.json"
      item = response.parsed_body["reviewables"].first
      reason = I18n.t("encrypted_messages.review_placeholder")
      expect(item["cooked"]).to eq("<p>#{reason}</p>")
      expect(item["raw"]).to eq(reason)
      titles = response.parsed_body["topics"].map { |each| each["title"] }
      expect(titles).to eq(["Encrypted message"])
      expect(item["target_url"]).to eq(first_post.full_url)
      expect_nothing_secret(response.body)
    end
    expect_no_new_member
  end

  it "keeps what a flag says in an ordinary message to the moderators (R25)" do
    sign_in(pete)
    act(:notify_moderators, message: "She asks me for money again and again")

    message = Topic.private_messages.order(:id).last
    expect(message.encrypted_conversation).to be_nil
    expect(message.title).to eq('A post in "Encrypted message" requires staff attention')
    expect(message.first_post.raw).to include("money", first_post.url)
    expect(message.allowed_groups).to eq([Group[:moderators]])
    expect(topic.posts.count).to eq(1)

    sign_in(moderator)
    get "/review.json"
    expect(response.body).to include("money")
    expect_nothing_secret(response.body)
  end

  it "writes what staff decide where the flag was made, not in the encrypted message (R25)" do
    sign_in(pete)
    act(:notify_moderators, message: "She asks me for money again and again")
    sign_in(admin)
    perform("agree_and_keep")
    expect(topic.posts.count).to eq(1)
    expect(PostAction.last.related_post.topic.posts.count).to eq(2)
    expect_no_new_member
  end

  it "hides and restores a post, and quotes no ciphertext to its author (R25)" do
    Jobs.run_immediately!
    raw = first_post.raw
    sign_in(pete)
    act(:inappropriate)
    sign_in(admin)
    first_post.reload.hide!(PostActionType.types[:inappropriate])
    expect(first_post.reload).to have_attributes(hidden: true, raw:)

    perform("disagree")
    expect(first_post.reload).to have_attributes(hidden: false, raw:)
    told = Topic.private_messages.order(:id).last.first_post
    expect(told.raw).to include(I18n.t("encrypted_messages.post_placeholder"))
    expect_nothing_secret(told.raw)
    expect_no_new_member
  end

  it "lets staff delete a flagged post, and recover it (R25)" do
    Jobs.run_immediately!
    reply = reply_to(topic, pete)
    raw = reply.raw
    PostActionCreator.create(jane, reply, :spam)
    sign_in(admin)
    perform("delete_and_agree")
    expect(Post.find_by(id: reply.id)).to be_nil
    told = Topic.private_messages.order(:id).last.first_post
    expect_nothing_secret(told.raw)

    put "/posts/#{reply.id}/recover.json"
    expect(Post.find(reply.id).raw).to eq(raw)
    expect_nothing_secret(response.body)
  end

  it "gives staff no ciphertext with a post, and no way to edit it (R20)" do
    sign_in(admin)
    get "/posts/#{first_post.id}.json"
    expect(response.parsed_body["raw"]).to eq(I18n.t("encrypted_messages.post_placeholder"))
    expect(response.parsed_body["can_edit"]).to eq(false)
    expect_nothing_secret(response.body)

    sign_in(jane)
    get "/posts/#{first_post.id}.json"
    expect(response.parsed_body).to include("raw" => first_post.raw, "can_edit" => true)
  end

  it "shows reviewers what is written in ordinary posts" do
    ordinary = Fabricate(:post, raw: "Buy my lighthouses")
    PostActionCreator.create(pete, ordinary, :spam)
    sign_in(moderator)
    get "/review.json"
    expect(response.parsed_body["reviewables"].first).to include(
      "raw" => "Buy my lighthouses",
      "cooked" => "<p>Buy my lighthouses</p>",
    )
  end
end
