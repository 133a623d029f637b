# frozen_string_literal: true

# Core's history of a post (`GET /posts/:id/revisions/:number.json`), with what the plugin adds to it.
RSpec.describe PostsController do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
  end

  let(:first_post) { start_conversation(jane, pete) }
  let(:topic) { first_post.topic }
  let(:conversation_id) { topic.encrypted_conversation.conversation_id }
  let(:placeholder) { I18n.t("encrypted_messages.post_placeholder") }
  let!(:first_raw) { first_post.raw }
  let!(:first_title) { topic.encrypted_conversation.encrypted_title }

  def edit(post, **changes)
    raw = edited_raw(post)
    # a new version even where core would take two edits for one
    PostRevisor.new(post).revise!(jane, { raw:, **changes }, force_new_version: true)
    raw
  end

  def new_title
    edited_title(topic)
  end

  def revision(number, of: first_post)
    get "/posts/#{of.id}/revisions/#{number}.json"
    response.parsed_body
  end

  it "gives participants the ciphertext of both versions, body and title (R9)" do
    title = new_title
    second_raw = edit(first_post, encrypted_title: title)
    third_raw = edit(first_post.reload)
    sign_in(pete)

    expect(revision(2)["encrypted_versions"]).to eq(
      "previous" => {
        "raw" => first_raw,
        "title" => first_title,
      },
      "current" => {
        "raw" => second_raw,
        "title" => title,
      },
    )
    expect(revision(3)["encrypted_versions"]).to eq(
      "previous" => {
        "raw" => second_raw,
        "title" => title,
      },
      "current" => {
        "raw" => third_raw,
        "title" => title,
      },
    )
  end

  it "gives a title's ciphertext to nobody without a key, and to nobody while switched off (H19, R20)" do
    title = new_title
    edit(first_post, encrypted_title: title)

    sign_in(admin)
    expect(revision(2)).to include("post_id" => first_post.id)
    expect(response.body).not_to include(first_title)
    expect(response.body).not_to include(title)

    SiteSetting.encrypted_messages_enabled = false
    [admin, pete].each do |reader|
      sign_in(reader)
      expect(revision(2)).to include("post_id" => first_post.id)
      expect(response.body).not_to include(first_title)
      expect(response.body).not_to include(title)
    end
  end

  it "gives a reply's versions without the conversation's title (R9)" do
    reply = reply_to(topic, jane)
    edit(reply)
    sign_in(pete)

    versions = revision(2, of: reply)["encrypted_versions"]
    expect(versions.values.pluck("title")).to eq([nil, nil])
  end

  it "shows nobody a difference of ciphertexts, but the placeholder (R9, R21)" do
    edit(first_post)

    [pete, admin].each do |reader|
      sign_in(reader)
      body = revision(2)
      expect(response.status).to eq(200)
      expect(body["body_changes"].values).to all include(placeholder)
      expect(body["body_changes"].to_s).not_to include("encrypted-message:v1:")
    end
  end

  it "gives no ciphertext to who has no key (R20)" do
    edit(first_post)
    sign_in(admin)

    expect(revision(2)).not_to have_key("encrypted_versions")
    expect(response.body).not_to include("encrypted-message:v1:")
  end

  it "gives none once somebody was removed (R7, R20)" do
    edit(first_post)
    topic.remove_allowed_user(jane, pete)
    sign_in(pete)

    revision(2)
    expect(response.status).to eq(403)
    expect(response.body).not_to include("encrypted-message:v1:")
  end

  it "says nothing of core's words where the author has deleted the text (R9)" do
    reply = reply_to(topic, jane)
    before = reply.raw
    PostDestroyer.new(jane, reply).destroy
    sign_in(pete)

    versions = revision(2, of: reply.reload)["encrypted_versions"]
    expect(versions.values.pluck("raw")).to eq([before, nil])
  end

  it "leaves other posts' histories as core makes them" do
    post = Fabricate(:post, user: jane)
    PostRevisor.new(post).revise!(
      jane,
      { raw: "Something else, in the clear" },
      force_new_version: true,
    )
    sign_in(admin)

    body = revision(2, of: post)
    expect(body).not_to have_key("encrypted_versions")
    inline = Nokogiri::HTML5.fragment(body["body_changes"]["inline"])
    expect(inline.text).to include("Something else")
  end
end
