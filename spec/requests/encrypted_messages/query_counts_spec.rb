# frozen_string_literal: true

# How often the plugin asks the database does not depend on how much is shown or written: each request is made at two
# sizes.
RSpec.describe "Queries of encrypted messages" do
  include NoticeChannels::Ways
  include PluginQueries

  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:others) { Fabricate.times(10, :user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete, *others)
    # What a class loads once is loaded.
    ask(pete, "/t/#{start_conversation(jane, pete).topic_id}.json")
  end

  # @return [Hash{String => Integer}] how often what was asked
  def asked(&)
    kinds(plugin_queries(&))
  end

  def expect_success
    expect(response.status).to be_in([200, 204]), response.body
  end

  # @yield makes a request
  def expect_the_same(small, large)
    counts =
      [small, large].map do |size|
        request = yield size
        request.call # what is loaded once
        asked { request.call }.tap { expect_success }
      end
    expect(counts.last.values.sum).to be > 0
    # the same kinds of them, too, but for one id or several
    expect(counts.last).to eq(counts.first)
  end

  describe "with more people" do
    def people(size)
      [pete, *others].first(size)
    end

    # Writing cannot be repeated, so this is another of the same each time.
    def expect_the_same_of_writing(small, large)
      expect_the_same(small, large) do |size|
        made = Array.new(2) { yield size }
        -> { made.shift.call }
      end
    end

    it "are as many for a new conversation, with all its keys" do
      sign_in(jane)
      expect_the_same_of_writing(2, 11) do |size|
        params = new_message_params(sender: jane, recipients: people(size))
        -> { post "/posts.json", params: }
      end
    end

    it "are as many for a reply" do
      sign_in(jane)
      expect_the_same_of_writing(2, 11) do |size|
        topic = start_conversation(jane, *people(size)).topic
        conversation_id = topic.encrypted_conversation.conversation_id
        -> do
          post "/posts.json", params: { topic_id: topic.id, raw: encrypted_raw(conversation_id:) }
        end
      end
    end

    it "are as many for a new epoch, with the keys of all, and for who is dropped with it" do
      sign_in(jane)
      expect_the_same_of_writing(2, 10) do |size|
        topic = start_conversation(jane, *people(size), others.last).topic
        members = [jane, *people(size)]
        TopicAllowedUser.find_by(topic_id: topic.id, user_id: others.last.id).destroy!
        entry = next_entry(topic, signer: jane, members:, epoch: :next)
        conversation_id = topic.encrypted_conversation.conversation_id
        encrypted_keys =
          members.to_h do |member|
            [
              member.id.to_s,
              { "2" => grant(conversation_id:, member:, granter: jane, epoch: 2, entry:) },
            ]
          end
        -> do
          post "/encrypted-messages/topics/#{topic.id}/roster.json",
               params: {
                 entry:,
                 encrypted_keys:,
               }
        end
      end
    end

    it "are as many where several are dropped who have not left, and where several have new keys" do
      sign_in(jane)
      expect_the_same_of_writing(1, 8) do |size|
        topic = start_conversation(jane, pete, *others.first(size)).topic
        others.first(size).each { |member| reset_encryption(member) }
        entry = next_entry(topic, signer: jane, members: [jane, pete], epoch: :next)
        conversation_id = topic.encrypted_conversation.conversation_id
        encrypted_keys =
          [jane, pete].to_h do |member|
            [
              member.id.to_s,
              { "2" => grant(conversation_id:, member:, granter: jane, epoch: 2, entry:) },
            ]
          end
        -> do
          post "/encrypted-messages/topics/#{topic.id}/roster.json",
               params: {
                 entry:,
                 encrypted_keys:,
                 without: others.first(size).map(&:id),
               }
        end
      end
    end

    it "are as many for their topic, their cards, and whoever is invited to many epochs" do
      expect_the_same(2, 11) do |size|
        topic = start_conversation(jane, *people(size)).topic
        sign_in(pete)
        -> { get "/t/#{topic.id}.json" }
      end
      expect_the_same(2, 10) do |size|
        others.first(size).each { |member| reset_encryption(member) }
        user_ids = others.first(size).map(&:id)
        -> { get "/encrypted-messages/identities.json", params: { user_ids: } }
      end
      expect_the_same(2, 10) do |size|
        usernames = others.first(size).map(&:username)
        -> { get "/encrypted-messages/identities.json", params: { usernames: } }
      end
    end
  end

  it "are as many for somebody who is invited, whatever the epochs that they are given" do
    sign_in(jane)
    expect_the_same(2, 6) do |epochs|
      made =
        Array.new(2) do
          topic = start_conversation(jane, pete).topic
          conversation_id = topic.encrypted_conversation.conversation_id
          (2..epochs).each do |epoch|
            entry = next_entry(topic, signer: jane, members: [jane, pete], epoch: :next)
            encrypted_keys =
              [jane, pete].to_h do |member|
                given = grant(conversation_id:, member:, granter: jane, epoch:, entry:)
                [member.id.to_s, { epoch.to_s => given }]
              end
            write_roster_entry(jane, topic, entry:, encrypted_keys:)
          end
          invited = others.last
          entry = next_entry(topic, signer: jane, members: [jane, pete, invited])
          given =
            (1..epochs).to_h do |epoch|
              [epoch.to_s, grant(conversation_id:, member: invited, granter: jane, epoch:, entry:)]
            end
          -> do
            post "/encrypted-messages/topics/#{topic.id}/roster.json",
                 params: {
                   entry:,
                   username: invited.username,
                   encrypted_keys: {
                     invited.id.to_s => given,
                   },
                 }
          end
        end
      -> { made.shift.call }
    end
  end

  describe "with more posts" do
    let(:topic) { start_conversation(jane, pete).topic }

    def grow(posts)
      posts.times { reply_to(topic, jane) }
    end

    {
      "a topic" => ->(topic) { "/t/#{topic.id}.json" },
      "its posts by their ids" => ->(topic) do
        "/t/#{topic.id}/posts.json?#{{ post_ids: topic.posts.ids }.to_query}"
      end,
      "its texts" => ->(topic) { "/raw/#{topic.id}" },
      "its page for crawlers" => ->(topic) { topic.relative_url },
    }.each do |what, path|
      it "are as many for #{what}, for members and staff" do
        [pete, admin].each do |reader|
          expect_the_same(2, 6) do |size|
            grow(size)
            sign_in(reader)
            asked = path.call(topic)
            -> { get asked }
          end
        end
      end
    end
  end

  describe "with more conversations" do
    def grow(conversations)
      Array.new(conversations) do
        first = start_conversation(jane, pete)
        reply_to(first.topic, jane)
        bookmark(first, pete)
        bookmark(first.topic, pete)
        Fabricate(:notification, user: pete, post: first)
        draft(first, first.topic.draft_key)
        draft(first, "post_#{first.id}")
      end
    end

    def draft(post, key)
      conversation_id = post.topic.encrypted_conversation.conversation_id
      text = "encrypted-message:v1:#{envelope(kind: :draft, conversation_id:)}"
      data = { reply: text, action: "reply", postId: post.id }.to_json
      Draft.set(pete, key, DraftSequence.current(pete, key), data)
    end

    {
      "a list" => ->(reader) { "/topics/private-messages/#{reader.username}.json" },
      "notifications" => ->(_) { "/notifications.json" },
      "the user menu" => ->(_) { "/notifications.json?recent=true&limit=30" },
      "its messages" => ->(reader) { "/u/#{reader.username}/user-menu-private-messages.json" },
      "its bookmarks" => ->(reader) { "/u/#{reader.username}/user-menu-bookmarks.json" },
      "bookmarks" => ->(reader) { "/u/#{reader.username}/bookmarks.json" },
      "drafts" => ->(_) { "/drafts.json" },
      "search" => ->(_) { "/search.json?q=in%3Apersonal-direct" },
      "rosters" => ->(_) do
        topics = EncryptedMessages::Conversation.pluck(:topic_id).index_with { 0 }
        "/encrypted-messages/rosters.json?#{{ topics: }.to_query}"
      end,
      "a page of the site" => ->(_) { "/session/current.json" },
      "what a reset would cost" => ->(_) { "/encrypted-messages/identity/losses.json" },
      "what of drafts is encrypted" => ->(_) { "/encrypted-messages/identity/drafts.json" },
    }.each do |what, path|
      it "are as many for #{what}" do
        SearchIndexer.enable
        expect_the_same(2, 4) do |size|
          grow(size)
          sign_in(pete)
          asked = path.call(pete)
          -> { get asked }
        end
      ensure
        SearchIndexer.disable
      end
    end

    it "are as many for the posts of messages, as members and staff get them" do
      [pete, admin].each do |reader|
        expect_the_same(2, 4) do |size|
          grow(size)
          sign_in(reader)
          -> { get "/private-posts.json" }
        end
      end
    end

    it "are as many for an archive of a member's own posts" do
      counts =
        [2, 4].map do |size|
          grow(size)
          asked { archive(jane, raw: true) }
        end
      expect(counts.last).to eq(counts.first)
    end
  end

  describe "of a page that is loaded" do
    it "are few, whatever is shown of the member" do
      sign_in(pete)
      get "/session/current.json"
      expect(asked { get "/session/current.json" }.values.sum).to be <= 3
    end
  end
end
