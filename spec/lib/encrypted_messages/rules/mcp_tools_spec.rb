# frozen_string_literal: true

# What a program may write in the name of a member who has authorized it (core's MCP server). It has no keys, so all it
# could write is plain text. What it reads is ciphertext (docs/security.md).
RSpec.describe EncryptedMessages::Refusal,
               skip:
                 "DiscourseMcp::Tools".safe_constantize ? false : "this site has no MCP server" do
  include StoredText

  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:mary) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }
  fab!(:group) { Fabricate(:group, messageable_level: 99, mentionable_level: 99) }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete, mary)
  end

  let!(:first_post) { start_conversation(jane, pete) }
  let(:topic) { first_post.topic }
  let(:words) { "Meet me at the lighthouse tonight" }

  # Like core's request context: the member who authorized the program, and its scopes.
  def context_of(user)
    Struct
      .new(:user, :user_id, :guardian) do
        def ensure_scopes!(_) = true
        def has_scopes?(_) = true
      end
      .new(user, user.id, Guardian.new(user))
  end

  def call(tool, user, **arguments)
    DiscourseMcp::Tools.const_get(tool).call(
      arguments: arguments.stringify_keys,
      request_context: context_of(user),
    )
  end

  def expect_refused(tool, user, **arguments)
    posts = Post.with_deleted.order(:id).map(&:attributes)
    members = [TopicAllowedUser, TopicAllowedGroup, TopicInvite].map(&:count)

    expect { call(tool, user, **arguments) }.to raise_error(StandardError) { |error|
      expect(error.message).not_to include("lighthouse")
      # the refusal must not come from a wrong call of the tool
      expect([NameError, NoMethodError, KeyError, ArgumentError]).not_to include(error.class)
    }

    expect(Post.with_deleted.order(:id).map(&:attributes)).to eq(posts)
    expect([TopicAllowedUser, TopicAllowedGroup, TopicInvite].map(&:count)).to eq(members)
    expect(tables_with("lighthouse")).to be_empty
  end

  [true, false].each do |enabled|
    context "with the plugin #{enabled ? "on" : "off"}" do
      before { SiteSetting.encrypted_messages_enabled = enabled }

      it "reply with no plain text, by either tool (H25)" do
        %i[ReplyPrivateMessage ReplyTopic].product([pete, admin]) do |tool, user|
          expect_refused(tool, user, topic_id: topic.id, raw: words)
        end
      end

      it "edit no post into plain text, and give no reason (H25)" do
        [jane, admin].each do |user|
          expect_refused(:EditPost, user, post_id: first_post.id, raw: words)
        end
        message_id = first_post.encrypted_post.message_id
        conversation_id = topic.encrypted_conversation.conversation_id
        raw = encrypted_raw(conversation_id:, message_id:)
        expect_refused(:EditPost, jane, post_id: first_post.id, raw:, edit_reason: words)
      end

      it "give no title and no link (H25)" do
        [jane, admin].each do |user|
          expect_refused(:UpdateTopic, user, topic_id: topic.id, title: words)
          link = "https://lighthouse.example.com"
          expect_refused(:UpdateTopic, user, topic_id: topic.id, featured_link: link)
        end
      end

      it "keep no draft in the clear (H25)" do
        arguments = { draft_key: "topic_#{topic.id}", sequence: 0, reply: words }
        expect_refused(:SaveDraft, pete, **arguments)
        expect_refused(:SaveDraft, pete, **arguments, draft_key: "post_#{first_post.id}")
        expect(Draft.exists?).to eq(false)
      end

      it "invite nobody without a key, no group and no address (H25)" do
        [jane, admin].each do |user|
          expect_refused(:InviteToPrivateMessage, user, topic_id: topic.id, username: mary.username)
          expect_refused(:InviteToPrivateMessage, user, topic_id: topic.id, group_name: group.name)
          invitation = { email_address: "ann@mail.example", custom_message: words }
          expect_refused(:InviteToPrivateMessage, user, topic_id: topic.id, **invitation)
        end
      end
    end
  end

  it "start no ordinary message where all have to be encrypted (H25)" do
    SiteSetting.force_https = true
    SiteSetting.encrypted_messages_force = true
    arguments = { title: "That lighthouse of ours", raw: words, usernames: [pete.username] }
    expect_refused(:CreatePrivateMessage, jane, **arguments)
  end

  it "start an ordinary message where that is allowed, and never seem to encrypt" do
    call(
      :CreatePrivateMessage,
      jane,
      title: "A title of ours",
      raw: words,
      usernames: [pete.username],
    )
    expect(Topic.private_messages.last.encrypted_conversation).to be_nil
  end
end
