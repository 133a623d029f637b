# frozen_string_literal: true

RSpec.describe TopicsController do
  fab!(:sender) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:recipient) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:stranger) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:topic) { Fabricate(:private_message_topic, user: sender, recipient: recipient) }
  fab!(:first_post) { Fabricate(:post, user: sender, topic: topic) }

  describe "reading" do
    it "is for members and administrators alone" do
      {
        recipient => 200,
        stranger => 404,
        Fabricate(:moderator) => 404,
        Fabricate(:admin) => 200,
      }.each do |user, status|
        sign_in(user)
        get "/t/#{topic.id}.json"
        expect(response.status).to eq(status)
      end
    end

    it "puts its dates into the page as every browser reads them (WebKit)" do
      sign_in(recipient)
      get "/t/#{topic.id}"
      preloaded = Nokogiri.HTML5(response.body).at_css("#data-preloaded")["data-preloaded"]
      post = JSON.parse(JSON.parse(preloaded)["topic_#{topic.id}"]).dig("post_stream", "posts", 0)
      expect(post["created_at"]).to eq(first_post.created_at.iso8601(3))
    end

    it "comes with a page for what is not found, whose script has a nonce of its own" do
      sign_in(stranger)
      pages =
        2.times.map do
          get "/t/#{topic.id}.json"
          response.parsed_body.dig("extras", "html")
        end
      expect(pages).to all(include("onpopstate-handler").and(include("nonce=")))
      expect(pages.uniq.size).to eq(2)
    end

    it "carries the topic along in the page" do
      sign_in(recipient)
      get "/t/#{topic.slug}/#{topic.id}"
      page = Nokogiri.HTML5(response.body)
      preloaded = JSON.parse(page.at_css("#data-preloaded")["data-preloaded"])
      expect(JSON.parse(preloaded["topic_#{topic.id}"])["title"]).to eq(topic.title)
      expect(JSON.parse(preloaded["currentUser"])["username"]).to eq(recipient.username)
    end

    it "allows scripts by nonce only, and no WebAssembly" do
      get "/"
      policy = response.headers["Content-Security-Policy"]
      expect(policy).to match(/script-src 'strict-dynamic' 'nonce-[^']+'(;|$)/)
      expect(policy).not_to include("unsafe")
    end
  end

  describe "editing the title" do
    before { sign_in(sender) }

    it "answers with the title as the server has it" do
      put "/t/-/#{topic.id}.json", params: { title: "an other   title!!" }
      expect(response.status).to eq(200)
      expect(response.parsed_body["basic_topic"]).to include(
        "title" => "An other title!",
        "fancy_title" => "An other title!",
      )
    end

    it "notices that somebody was faster" do
      put "/t/-/#{topic.id}.json",
          params: {
            title: "An other title",
            original_title: "Not this one",
          }
      expect(response.status).to eq(409)
    end
  end

  describe "inviting" do
    before { sign_in(sender) }

    def invite
      post "/t/#{topic.id}/invite.json", params: { user: stranger.username }
    end

    def with_callback(block)
      TopicAllowedUser.before_create(block)
      yield
    ensure
      TopicAllowedUser.skip_callback(:create, :before, block)
    end

    it "adds a member" do
      invite
      expect(response.parsed_body["user"]["username"]).to eq(stranger.username)
      expect(topic.reload.allowed_users).to include(stranger)
    end

    it "shows the text of Topic::NotAllowed" do
      with_callback(-> { raise Topic::NotAllowed, "not without a key" }) { invite }
      expect(response.status).to eq(422)
      expect(response.parsed_body["errors"]).to eq(["not without a key"])
      expect(topic.reload.allowed_users).not_to include(stranger)
    end

    it "has no words for a callback that only aborts" do
      with_callback(-> { throw(:abort) }) { invite }
      expect(response.status).to eq(422)
      expect(response.body).not_to include("errors")
    end

    it "does not catch Topic::NotAllowed for groups" do
      group = Fabricate(:group, messageable_level: Group::ALIAS_LEVELS[:everyone])
      refusal = -> { raise Topic::NotAllowed, "no groups" }
      TopicAllowedGroup.before_create(refusal)
      post "/t/#{topic.id}/invite-group.json", params: { group: group.name }
      expect(response.status).to eq(500)
      expect(topic.topic_allowed_groups.count).to eq(0)
    ensure
      TopicAllowedGroup.skip_callback(:create, :before, refusal)
    end

    it "lets a member be removed" do
      sign_in(Fabricate(:admin))
      put "/t/#{topic.id}/remove-allowed-user.json", params: { username: recipient.username }
      expect(response.status).to eq(200)
      expect(topic.reload.allowed_users).to contain_exactly(sender)
    end
  end
end
