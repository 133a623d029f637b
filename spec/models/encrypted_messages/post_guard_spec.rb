# frozen_string_literal: true

# Tests the guard as core uses it: through `Post`, in every way of saving one.
RSpec.describe EncryptedMessages::PostGuard do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete, admin)
  end

  let(:first_post) { start_conversation(jane, pete) }
  let(:topic) { first_post.topic }
  let(:conversation_id) { topic.encrypted_conversation.conversation_id }

  def text(reason)
    I18n.t("encrypted_messages.errors.#{reason}")
  end

  def expect_no_new_post
    topic
    expect { yield }.not_to change { Post.with_deleted.count }
  end

  describe "new posts" do
    def reply(user, raw, **options)
      creator = PostCreator.new(user, { topic_id: topic.id, raw: }.merge(options))
      creator.create
      creator.errors.full_messages
    end

    it "lets participants write ciphertext (R21)" do
      message_id = random_id
      post =
        PostCreator.create!(
          pete,
          topic_id: topic.id,
          raw: encrypted_raw(conversation_id:, message_id:),
        )
      expect(post.encrypted_post.message_id).to eq(message_id)
    end

    it "refuses plain text, with and without validations (R25)" do
      expect_no_new_post do
        expect(reply(pete, "Of course I will come")).to include(text(:plaintext))
        expect(reply(pete, "Of course I will come", skip_validations: true)).to include(
          text(:plaintext),
        )
        expect(reply(admin, "Stop this now", skip_validations: true)).to include(text(:plaintext))
      end
    end

    it "refuses plain text from staff and the system (R20, R25)" do
      expect_no_new_post do
        topic.add_moderator_post(admin, "Please be friendly", bump: false)
        topic.add_moderator_post(Discourse.system_user, "This was moved", bump: false)
      end
      expect(topic.topic_allowed_users.pluck(:user_id)).to contain_exactly(jane.id, pete.id)
    end

    it "refuses plain text that arrives by mail (R25)" do
      expect_no_new_post do
        expect(reply(pete, "Of course I will come", via_email: true)).to include(text(:plaintext))
      end
    end

    it "refuses what is damaged, of another conversation, or kind (R25)" do
      draft = "encrypted-message:v1:#{envelope(kind: :draft, conversation_id:)}"
      expect_no_new_post do
        expect(reply(pete, "encrypted-message:v1:AAAA")).to include(text(:malformed))
        expect(reply(pete, encrypted_raw(conversation_id: random_id))).to include(
          text(:other_conversation),
        )
        expect(reply(pete, draft)).to include(text(:other_conversation))
      end
    end

    it "refuses text around the ciphertext, however it is hidden (R25)" do
      raw = encrypted_raw(conversation_id:)
      expect_no_new_post do
        [
          "#{raw}\n\nSee you",
          "#{raw}\u200b",
          "\u202e#{raw}",
          "#{raw}🎉",
          raw.sub(":v1:", ":v1: "),
        ].each { |text| expect(reply(pete, text)).not_to be_empty }
      end
    end

    it "refuses a message id for the second time (R21)" do
      message_id = random_id
      reply(pete, encrypted_raw(conversation_id:, message_id:))
      expect_no_new_post do
        expect(reply(pete, encrypted_raw(conversation_id:, message_id:))).to include(
          text(:already_exists),
        )
        expect(reply(jane, encrypted_raw(conversation_id:, message_id:))).to include(
          text(:already_exists),
        )
      end
    end

    it "refuses those without a key, whoever they are (R20, R25)" do
      expect_no_new_post do
        expect(reply(admin, encrypted_raw(conversation_id:))).to include(text(:not_a_participant))
        expect(reply(admin, encrypted_raw(conversation_id:), skip_validations: true)).to include(
          text(:not_a_participant),
        )
      end
    end

    it "refuses members of no allowed group (R13, R25)" do
      topic
      SiteSetting.encrypted_messages_allowed_groups = Fabricate(:group).id.to_s
      expect_no_new_post do
        expect(reply(pete, encrypted_raw(conversation_id:))).to include(text(:not_a_participant))
      end
    end

    it "refuses ciphertext where nobody could read it (R21)" do
      ordinary = Fabricate(:private_message_topic, user: jane, recipient: pete)
      creator =
        PostCreator.new(jane, topic_id: ordinary.id, raw: encrypted_raw(conversation_id: random_id))
      expect { creator.create }.not_to change { Post.count }
      expect(creator.errors.full_messages).to include(text(:outside_conversation))
    end

    it "knows no longer texts behind the marker where it is no envelope (H21, R25)" do
      SiteSetting.max_post_length = 1000
      public_topic = Fabricate(:topic, user: jane)
      long = "#{EncryptedMessages::Envelope::MARKER}#{"A" * 20_000}"
      [true, false].each do |enabled|
        SiteSetting.encrypted_messages_enabled = enabled
        creator = PostCreator.new(jane, topic_id: public_topic.id, raw: long)
        expect { creator.create }.not_to change { Post.count }
      end
    end

    it "takes a message as long as the site allows, however long that makes the ciphertext (R21)" do
      # 1000 characters of 4 bytes, 400 bytes beside them, 12 % of padding
      SiteSetting.max_post_length = 1000
      ciphertext = SecureRandom.bytes(4928)
      expect(reply(pete, encrypted_raw(conversation_id:, ciphertext:))).to be_empty

      ciphertext = SecureRandom.bytes(10_000)
      expect(reply(pete, encrypted_raw(conversation_id:, ciphertext:))).to include(text(:malformed))
    end

    it "refuses posts that are moved here from an ordinary message (R25)" do
      ordinary = Fabricate(:private_message_post, user: jane).topic
      reply = Fabricate(:post, topic: ordinary, user: jane)
      ordinary.posts.each do |post|
        expect { PostMover.new(ordinary, admin, [post.id]).to_topic(topic.id) }.to raise_error(
          Discourse::InvalidAccess,
        )
      end
      expect(topic.posts.count).to eq(1)
      expect(reply.reload.topic).to eq(ordinary)
    end

    it "lets topics be closed (R25)" do
      topic.update_status("closed", true, admin)
      expect(topic.reload.closed).to eq(true)
      expect(topic.ordered_posts.last.action_code).to eq("closed.enabled")
    end
  end

  describe "edits" do
    let(:message_id) { first_post.encrypted_post.message_id }
    let(:edited) { edited_raw(first_post) }

    def revise(editor, raw, **options)
      post = Post.find(first_post.id)
      post.revise(editor, { raw: }, **options)
      [Post.find(first_post.id).raw, post.errors.full_messages]
    end

    it "lets the author edit (R9, R21)" do
      expect(revise(jane, edited)).to eq([edited, []])
      expect(first_post.reload.encrypted_post.message_id).to eq(message_id)
    end

    it "makes every edit a version (R9)" do
      revise(jane, edited)
      expect(first_post.reload.version).to eq(2)
      expect(first_post.revisions.last.modifications["raw"].last).to eq(edited)
    end

    it "takes a revision of a message once, and none below it (H10, R9)" do
      revise(jane, edited)
      [1, 2].each do |revision|
        another = encrypted_raw(conversation_id:, message_id:, revision:)
        expect(revise(jane, another)).to eq([edited, [text(:earlier_version)]])
      end
      third = encrypted_raw(conversation_id:, message_id:, revision: 3)
      expect(revise(jane, third)).to eq([third, []])
    end

    it "takes one of two edits that come at once from two devices (H10, R9)" do
      edits = Array.new(2) { encrypted_raw(conversation_id:, message_id:, revision: 2) }
      stale = edits.map { Post.find(first_post.id) }
      saved = stale.zip(edits).map { |post, raw| post.revise(jane, { raw: }) }
      expect(saved).to eq([true, false])
      expect(stale.last.errors.full_messages).to eq([text(:earlier_version)])
      expect(first_post.reload.raw).to eq(edits.first)
    end

    it "refuses plain text, with and without validations (R25)" do
      before = first_post.raw
      expect(revise(jane, "Let us give a party")).to eq([before, [text(:plaintext)]])
      expect(revise(jane, "Let us give a party", skip_validations: true)).to eq(
        [before, [text(:plaintext)]],
      )
      expect(revise(Discourse.system_user, "Gone", skip_validations: true).first).to eq(before)
    end

    it "refuses another message id, conversation or kind (R21, R25)" do
      before = first_post.raw
      title = "encrypted-message:v1:#{envelope(kind: :title, conversation_id:, message_id:)}"
      expect(revise(jane, encrypted_raw(conversation_id:))).to eq([before, [text(:other_message)]])
      expect(revise(jane, encrypted_raw(conversation_id: random_id, message_id:))).to eq(
        [before, [text(:other_conversation)]],
      )
      expect(revise(jane, title)).to eq([before, [text(:other_conversation)]])
    end

    it "refuses everybody but the author (R25)" do
      before = first_post.raw
      [pete, admin].each do |user|
        expect(revise(user, edited)).to eq([before, [text(:not_the_author)]])
      end
    end

    it "does not ask about what is saved without touching the text" do
      first_post.update!(hidden: true)
      expect(first_post.reload.hidden).to eq(true)
    end

    it "lets the author delete, and staff recover (R25)" do
      reply = reply_to(topic, pete)
      raw = reply.raw
      PostDestroyer.new(pete, reply).destroy
      expect(reply.reload).to have_attributes(user_deleted: true, deleted_at: nil)
      expect(reply.raw).to eq(I18n.t("js.post.deleted_by_author_simple"))

      PostDestroyer.new(admin, reply).recover
      expect(reply.reload).to have_attributes(user_deleted: false, raw:)
    end

    it "lets the author and staff recover what was deleted in another language of the site's (T10)" do
      [pete, admin].each do |who|
        reply = reply_to(topic, pete)
        SiteSetting.default_locale = "de"
        raw = reply.raw
        PostDestroyer.new(pete, reply).destroy
        expect(reply.reload.raw).to eq(I18n.t("js.post.deleted_by_author_simple", locale: "de"))

        SiteSetting.default_locale = "en"
        PostDestroyer.new(who, reply).recover
        expect(reply.reload).to have_attributes(user_deleted: false, raw:)
      end
    end

    it "takes nothing else in the place of what was deleted in another language (T10)" do
      reply = reply_to(topic, pete)
      SiteSetting.default_locale = "de"
      PostDestroyer.new(pete, reply).destroy
      SiteSetting.default_locale = "en"

      reply.reload.revise(pete, { raw: "Let us give a party" }, force_new_version: true)
      reply.reload.revise(jane, { raw: edited_raw(first_post) }, force_new_version: true)
      expect(reply.reload.raw).to eq(I18n.t("js.post.deleted_by_author_simple", locale: "de"))
      expect(Post.exists?(topic_id: topic.id, raw: "Let us give a party")).to eq(false)
    end

    it "takes the words for a deleted text from nobody but the author, and as an edit alone (R25)" do
      words = I18n.t("js.post.deleted_by_author_simple")
      expect(revise(admin, words)).to eq([first_post.raw, [text(:plaintext)]])
      expect_no_new_post { PostCreator.create(pete, topic_id: topic.id, raw: words) }
    end

    it "refuses to turn an ordinary post into ciphertext (R25)" do
      ordinary = Fabricate(:post, user: jane, raw: "This one everybody may read")
      ordinary.revise(jane, raw: edited)
      expect(ordinary.errors.full_messages).to include(text(:outside_conversation))
      expect(ordinary.reload.raw).not_to eq(edited)
    end
  end

  describe "a deleted message" do
    it "stays encrypted (R25)" do
      first_post
      topic.trash!(admin)
      post = Post.find(first_post.id)
      post.raw = "Let us give a party"
      expect(post.save(validate: false)).to eq(false)
    end
  end

  describe "the plugin switched off" do
    before do
      topic
      SiteSetting.encrypted_messages_enabled = false
    end

    it "still takes no plain text into an encrypted message (R25)" do
      creator = PostCreator.new(pete, topic_id: topic.id, raw: "Of course I will come")
      expect { creator.create }.not_to change { Post.count }
      expect(creator.errors.full_messages).to include(text(:plaintext))
    end

    it "takes no envelope as an ordinary message, as a send in flight would have it (H21, R25)" do
      raw = encrypted_raw(conversation_id: random_id)
      creator =
        PostCreator.new(
          jane,
          archetype: "private_message",
          title: "Not encrypted at all",
          target_usernames: pete.username,
          raw:,
        )
      expect { creator.create }.not_to change { Post.count }
      expect(creator.errors.full_messages).to include(text(:outside_conversation))
    end

    it "still shows the placeholder (R4)" do
      expect(first_post.cook(first_post.raw)).to eq(
        "<p>#{I18n.t("encrypted_messages.post_placeholder")}</p>",
      )
    end

    it "leaves everything else as core has it" do
      post = Fabricate(:post, user: jane, raw: "This one everybody may read")
      post.revise(jane, raw: "encrypted-message:v1: is what they begin with")
      expect(post.reload.raw).to eq("encrypted-message:v1: is what they begin with")
    end
  end
end
