# frozen_string_literal: true

# Core's `PostsController`, with what the plugin adds to it.
RSpec.describe PostsController do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:mary) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
    host! "test.localhost"
  end

  def text(reason)
    I18n.t("encrypted_messages.errors.#{reason}")
  end

  def errors
    response.parsed_body["errors"]
  end

  describe "starting a conversation" do
    let(:params) { new_message_params(sender: jane, recipients: [pete]) }

    it "stores it and answers with the ciphertext (R21)" do
      sign_in(jane)
      post "/posts.json", params: params

      expect(response.status).to eq(200)
      expect(response.parsed_body["encrypted_raw"]).to eq(params[:raw])
      created = Post.find(response.parsed_body["id"])
      expect(created.raw).to eq(params[:raw])
      expect(created.cooked).to eq("<p>#{I18n.t("encrypted_messages.post_placeholder")}</p>")
      expect(created.topic).to have_attributes(
        title: "Encrypted message",
        fancy_title: "Encrypted message",
        slug: "encrypted-message",
        excerpt: I18n.t("encrypted_messages.post_placeholder"),
      )
    end

    it "answers 422 with the reason, and stores nothing (R21, R25)" do
      sign_in(jane)
      before = [Topic.count, Post.count, EncryptedMessages::Conversation.count]
      {
        invalid_roster: {
          encrypted_entry: "A party for Mary",
        },
        invalid_keys: {
          encrypted_keys: params[:encrypted_keys].slice(jane.id.to_s),
        },
        plaintext: {
          raw: "Let us give a party for Mary",
        },
        plain_title: {
          title: "A party for Mary",
        },
        invalid_title: {
          encrypted_title: "A party for Mary",
        },
      }.each do |reason, wrong|
        post "/posts.json", params: params.merge(wrong)
        expect(response.status).to eq(422)
        expect(errors).to include(text(reason))
      end
      expect([Topic.count, Post.count, EncryptedMessages::Conversation.count]).to eq(before)
    end

    it "stores nothing twice when the answer was lost (R21)" do
      sign_in(jane)
      post "/posts.json", params: params
      first = response.parsed_body["id"]

      expect { post "/posts.json", params: params }.not_to change { [Topic.count, Post.count] }
      expect(response.status).to eq(200)
      expect(response.parsed_body["id"]).to eq(first)
    end

    it "takes no word of the ciphertext for one that staff have blocked (R21)" do
      conversation_id =
        EncryptedMessages::SignedEntry.parse(params[:encrypted_entry]).conversation_id
      raw = encrypted_raw(conversation_id:, ciphertext: SecureRandom.bytes(60_000))
      Fabricate(:watched_word, word: raw[/-([A-Za-z0-9]{2,9})-/, 1])
      sign_in(jane)
      post "/posts.json", params: params.merge(raw:)
      expect(response.status).to eq(200)
    end

    it "repeats itself for nobody but the author (R21)" do
      sign_in(jane)
      post "/posts.json", params: params
      sign_in(pete)
      expect { post "/posts.json", params: params }.not_to change { Post.count }
      expect(response.status).to eq(422)
    end

    it "notifies of an encrypted message, without title or text (R4)" do
      Jobs.run_immediately!
      # Core alerts only members who were seen recently.
      pete.update!(last_seen_at: Time.zone.now)
      sign_in(jane)
      alerts =
        MessageBus.track_publish("/notification-alert/#{pete.id}") do
          post "/posts.json", params: params
        end

      notification = Notification.find_by!(user: pete)
      expect(notification.notification_type).to eq(Notification.types[:private_message])
      expect(notification.data_hash[:topic_title]).to eq("Encrypted message")
      expect(alerts.map { |alert| alert.data.values_at(:topic_title, :excerpt) }).to eq(
        [["Encrypted message", I18n.t("encrypted_messages.post_placeholder")]],
      )
    end

    it "needs a secure context (R14)" do
      leave_secure_context
      sign_in(jane)
      post "/posts.json", params: params
      expect(response.status).to eq(403)
      expect(errors).to eq([text(:insecure_context)])
      expect(EncryptedMessages::Conversation.count).to eq(0)

      https!
      post "/posts.json", params: params
      expect(response.status).to eq(200)
    end

    it "needs one whatever else is sent along (attack)" do
      leave_secure_context
      sign_in(jane)
      raw = encrypted_raw(conversation_id: random_id)
      [{ raw: }, { raw:, post: { a: "b" } }, { raw: "a", post: { raw: } }].each do |sent|
        post "/posts.json", params: sent
        expect(errors).to eq([text(:insecure_context)])
      end
    end

    it "needs a login" do
      post "/posts.json", params: params
      expect(response.status).to eq(403)
      expect(EncryptedMessages::Conversation.count).to eq(0)
    end
  end

  describe "replying" do
    let(:topic) { start_conversation(jane, pete).topic }
    let(:conversation_id) { topic.encrypted_conversation.conversation_id }
    let(:raw) { encrypted_raw(conversation_id:) }

    def reply(params = {})
      post "/posts.json", params: { topic_id: topic.id, raw: }.merge(params)
    end

    it "stores a participant's ciphertext, once (R21)" do
      sign_in(pete)
      reply
      expect(response.status).to eq(200)
      first = response.parsed_body["id"]
      expect { reply }.not_to change { Post.count }
      expect(response.parsed_body["id"]).to eq(first)
    end

    it "refuses plain text (R25)" do
      sign_in(pete)
      topic
      expect { reply(raw: "Of course I will come") }.not_to change { Post.count }
      expect(response.status).to eq(422)
      expect(errors).to eq([text(:plaintext)])
    end

    it "refuses strangers and administrators (R20)" do
      topic
      [mary, admin].each do |user|
        sign_in(user)
        expect { reply }.not_to change { [Post.count, TopicAllowedUser.count] }
        expect(response.status).to eq(422)
      end
    end
  end

  describe "by the API" do
    # not fab!: the key itself is to be had only when it is made
    let!(:api_key) { Fabricate(:api_key) }

    let(:topic) { start_conversation(jane, pete).topic }

    def call(user, params)
      post "/posts.json",
           params:,
           headers: {
             "HTTP_API_KEY" => api_key.key,
             "HTTP_API_USERNAME" => user.username,
           }
    end

    it "refuses plain text, also for those who may skip validations (R25)" do
      topic
      [pete, admin, Discourse.system_user].each do |user|
        [false, true].each do |skip_validations|
          expect do
            call(user, topic_id: topic.id, raw: "Of course I will come", skip_validations:)
          end.not_to change { Post.count }
          expect(response.status).to eq(422)
          expect(errors).to include(text(:plaintext))
        end
      end
    end

    it "takes ciphertext from a participant (R21)" do
      raw = encrypted_raw(conversation_id: topic.encrypted_conversation.conversation_id)
      call(pete, topic_id: topic.id, raw:)
      expect(response.status).to eq(200)
      expect(topic.reload.posts_count).to eq(2)
    end
  end

  describe "editing" do
    let(:first_post) { start_conversation(jane, pete) }
    let(:edited) { edited_raw(first_post) }

    def edit(raw)
      put "/posts/#{first_post.id}.json", params: { post: { raw:, original_text: first_post.raw } }
    end

    it "stores the author's new ciphertext (R9, R21)" do
      sign_in(jane)
      edit(edited)
      expect(response.status).to eq(200)
      expect(response.parsed_body["post"]["encrypted_raw"]).to eq(edited)
      expect(first_post.reload.cooked).to eq(
        "<p>#{I18n.t("encrypted_messages.post_placeholder")}</p>",
      )
    end

    it "needs a secure context (R14)" do
      leave_secure_context
      sign_in(jane)
      expect { edit(edited) }.not_to change { first_post.reload.raw }
      expect(response.status).to eq(403)
      expect(errors).to eq([text(:insecure_context)])
    end

    it "refuses plain text, and ciphertext from staff (R25)" do
      before = first_post.raw
      sign_in(jane)
      edit("Let us give a party for Mary")
      expect(response.status).to eq(422)
      expect(errors).to eq([text(:plaintext)])

      sign_in(admin)
      edit(edited)
      expect(response.status).to eq(403)
      expect(first_post.reload.raw).to eq(before)
    end
  end

  describe "reading" do
    let(:first_post) { start_conversation(jane, pete) }

    def read
      get "/posts/#{first_post.id}.json"
    end

    it "gives the ciphertext to participants alone (R20)" do
      sign_in(pete)
      read
      expect(response.parsed_body["encrypted_raw"]).to eq(first_post.raw)

      sign_in(admin)
      read
      expect(response.status).to eq(200)
      expect(response.parsed_body).not_to have_key("encrypted_raw")

      sign_in(mary)
      read
      expect(response.status).to eq(403)
    end

    it "gives it to nobody once its author has deleted it (R20)" do
      reply = reply_to(first_post.topic, pete)
      ciphertext = reply.raw
      PostDestroyer.new(pete, reply).destroy

      sign_in(jane)
      get "/posts/#{reply.id}.json"
      expect(response.status).to eq(200)
      expect(response.parsed_body["user_deleted"]).to eq(true)
      expect(response.body).not_to include(ciphertext)
    end

    it "gives it to nobody while the plugin is off" do
      first_post
      SiteSetting.encrypted_messages_enabled = false
      sign_in(pete)
      read
      expect(response.status).to eq(200)
      expect(response.parsed_body).not_to have_key("encrypted_raw")
    end
  end

  describe "a list of ordinary posts" do
    it "asks nothing more of the database, for whomever (attack)" do
      posts = Fabricate.times(3, :post)
      [jane, Fabricate(:admin)].each do |viewer|
        sign_in(viewer)
        queries = track_sql_queries { get "/posts.json" }
        expect(response.parsed_body["latest_posts"].map { |post| post["id"] }).to match_array(
          posts.map(&:id),
        )
        expect(queries.grep(/encrypted_conversation/)).to be_empty
      end
    end
  end
end
