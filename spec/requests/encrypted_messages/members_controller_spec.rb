# frozen_string_literal: true

RSpec.describe EncryptedMessages::MembersController do
  include_context "with invitations"

  describe "an invitation by a participant" do
    it "adds the member with their key, and tells as core does (R7, R20)" do
      key = grant_for(mary)
      invite(encrypted_keys: { "1" => key })

      expect(response.status).to eq(200)
      expect(response.parsed_body["user"]).to include("id" => mary.id, "username" => mary.username)
      expect(members).to contain_exactly(jane.id, pete.id, mary.id)
      expect(
        conversation.keys.where(user_id: mary.id).pluck(:epoch, :encrypted_key, :granted_by_id),
      ).to eq([[1, key, pete.id]])

      notification = mary.notifications.last
      expect(notification.notification_type).to eq(Notification.types[:invited_to_private_message])
      expect(notification.data_hash[:topic_title]).to eq("Encrypted message")
      expect(notification.data_hash[:display_username]).to eq(pete.username)
      action = topic.posts.order(:post_number).last
      expect(action).to have_attributes(
        action_code: "invited_user",
        post_type: Post.types[:small_action],
        user_id: pete.id,
      )
      expect(action.raw).to be_blank
      expect(action.custom_fields["action_code_who"]).to eq(mary.username)
    end

    it "lets the invited read and write, the past included (R7)" do
      invite
      sign_in(mary)
      get "/t/#{topic.id}.json"
      body = response.parsed_body
      expect(body["encrypted_conversation"]["keys"].map { |row| row["granted_by_id"] }).to eq(
        [pete.id],
      )
      posts = body["post_stream"]["posts"]
      expect(posts.first["encrypted_raw"]).to eq(topic.first_post.raw)
      expect(posts.last).to include(
        "action_code" => "invited_user",
        "action_code_who" => mary.username,
      )
      expect(posts.last).not_to have_key("encrypted_raw")

      expect(reply_to(topic, mary)).to be_persisted
    end

    it "has the open pages follow (R7)" do
      messages = MessageBus.track_publish("/topic/#{topic.id}") { invite }
      reloads = messages.select { |message| message.data[:reload_topic] }
      expect(reloads.first.user_ids).to include(jane.id, pete.id, mary.id)
      expect(reloads.first.data).to eq(reload_topic: true)
      expect(reloads.last.user_ids).to eq([mary.id])
      expect(reloads.last.data).to include(refresh_stream: true)
    end

    it "adds once who is invited twice (R7)" do
      invite
      posts = topic.posts.count
      key = conversation.keys.find_by(user_id: mary.id).encrypted_key
      invite
      expect(response.status).to eq(200)
      expect(response.parsed_body["user"]["id"]).to eq(mary.id)

      sign_in(jane)
      invite(encrypted_keys: { "1" => grant_for(mary, granter: jane) })
      expect(response.status).to eq(200)

      expect(members).to contain_exactly(jane.id, pete.id, mary.id)
      expect(conversation.keys.where(user_id: mary.id).pluck(:encrypted_key)).to eq([key])
      expect(topic.posts.count).to eq(posts)
      expect(mary.notifications.count).to eq(1)
    end

    it "finds the member by any spelling of the name" do
      invite(username: mary.username.upcase)
      expect(response.status).to eq(200)
      expect(members).to include(mary.id)
    end

    it "takes back everything when something fails in the middle (R7, R20)" do
      allow_any_instance_of(Topic).to receive(:create_invite_notification!).and_raise(
        Topic::NotAllowed,
        "no",
      )
      invite
      expect(response.status).to eq(422)
      expect_nothing_stored
    end

    it "can be followed by a removal and another invitation (R7)" do
      invite
      topic.remove_allowed_user(admin, mary.username)
      expect(holders).to contain_exactly(jane.id, pete.id)
      invite
      expect(response.status).to eq(200)
      expect(holders).to contain_exactly(jane.id, pete.id, mary.id)
    end
  end

  describe "core's rules" do
    def expect_refusal(reason)
      invite
      expect(response.status).to eq(422)
      expect(errors).to eq([reason])
      expect_nothing_stored
    end

    it "holds to those who want no messages from the inviter (R7)" do
      MutedUser.create!(user: mary, muted_user: pete)
      expect_refusal(I18n.t("not_accepting_pms", username: mary.username))
      MutedUser.delete_all
      IgnoredUser.create!(user: mary, ignored_user: pete, expiring_at: 1.day.from_now)
      expect_refusal(I18n.t("not_accepting_pms", username: mary.username))
      IgnoredUser.delete_all
      mary.user_option.update!(allow_private_messages: false)
      expect_refusal(I18n.t("topic_invite.receiver_does_not_allow_pm"))
    end

    it "holds to who muted this message (R7)" do
      TopicUser.change(mary.id, topic.id, notification_level: TopicUser.notification_levels[:muted])
      expect_refusal(I18n.t("topic_invite.muted_topic"))
    end

    it "adds nobody above the limit of recipients, but by staff (R7)" do
      SiteSetting.max_allowed_message_recipients = 2
      expect_refusal(I18n.t("pm_reached_recipients_limit", recipients_limit: 2))
      pete.update!(moderator: true)
      invite
      expect(response.status).to eq(200)
    end

    it "adds nobody above the limit of participants, not even by staff (R7, R13)" do
      SiteSetting.encrypted_messages_max_participants = 2
      pete.update!(moderator: true)
      expect_refusal(text(:too_many_participants, count: 2))
    end

    it "limits invitations (R7)" do
      RateLimiter.enable
      SiteSetting.max_topic_invitations_per_minute = 1
      enable_encrypted_messages_for(karl)
      invite
      expect(response.status).to eq(200)
      invite(karl)
      expect(response.status).to eq(429)
      expect(holders).not_to include(karl.id)
    end

    it "asks whether the inviter may send messages at all (R7)" do
      SiteSetting.personal_message_enabled_groups = Group::AUTO_GROUPS[:staff].to_s
      invite
      expect(response.status).to eq(403)
      expect_nothing_stored
    end
  end

  describe "who cannot be added" do
    it "is whoever has no keys, in the same words for nobody, a group and an address (R2, R7)" do
      group = Fabricate(:group, messageable_level: Group::ALIAS_LEVELS[:everyone])
      [karl.username, "nobody_at_all", group.name, "mary@example.com", mary.email].each do |name|
        invite(username: name)
        expect(response.status).to eq(422)
        expect(errors).to eq([text(:member_without_keys, username: name)])
      end
      expect_nothing_stored
    end

    it "is who may not use encrypted messages (R7, R13)" do
      allowed = Fabricate(:group)
      [jane, pete].each { |user| allowed.add(user) }
      SiteSetting.encrypted_messages_allowed_groups = allowed.id.to_s
      invite
      expect(response.status).to eq(422)
      expect(errors).to eq([text(:member_without_keys, username: mary.username)])
      expect_nothing_stored
    end
  end

  it "refuses keys that are missing, damaged, too many or not what they have to be (R7, R20)" do
    good = grant_for(mary)
    [
      nil,
      "",
      "grant",
      [good],
      {},
      { "1" => "" },
      { "1" => "hello, Mary" },
      { "1" => "A" * 4096 },
      { "1" => { "a" => "b" } },
      { "1" => [good] },
      { "2" => grant_for(mary, epoch: 2) },
      { "1" => good, "2" => grant_for(mary, epoch: 2) },
      { "01" => good },
      { mary.id.to_s => good },
      { "1" => grant_for(mary, conversation_id: random_id) },
      { "1" => grant_for(mary, epoch: 2) },
      { "1" => grant_for(karl) },
      { "1" => grant_for(mary, granter: jane) },
      { "1" => grant_for(mary, header: { EncryptedMessagesHelpers::KIND => 16 }) },
    ].each do |encrypted_keys|
      invite(encrypted_keys:)
      expect(response.status).to eq(422), "#{encrypted_keys.inspect}: #{response.status}"
      expect(errors).to eq([text(:invalid_keys)])
    end
    expect_nothing_stored
  end

  it "refuses a name that is none" do
    [nil, "", [mary.username], { "a" => "b" }, "a" * 61, "a\0b"].each do |username|
      invite(username:)
      expect(response.status).to eq(400)
    end
    expect_nothing_stored
  end
end
