# frozen_string_literal: true

# Whom a participant adds, and how core is asked for it.
RSpec.describe EncryptedMessages::WriteRosterEntry do
  include_context "with invitations"

  def entries
    EncryptedMessages::RosterEntry.where(topic_id: topic.id).order(:sequence)
  end

  def keys_of(member)
    conversation.keys.where(user_id: member.id).order(:epoch)
  end

  describe "an invitation by a participant" do
    it "adds the member with their key and an entry, and tells as core does (R7, R20, R29)" do
      sent = adding(mary)
      write_entry(**sent)

      expect(response.status).to eq(200)
      expect(response.parsed_body["sequence"]).to eq(1)
      expect(response.parsed_body["user"]).to include("id" => mary.id, "username" => mary.username)
      expect(members).to contain_exactly(jane.id, pete.id, mary.id)
      expect(entries.pluck(:sequence, :epoch, :signed_by_id, :entry).last).to eq(
        [1, 1, pete.id, sent[:entry]],
      )
      expect(keys_of(mary).pluck(:epoch, :encrypted_key, :granted_by_id)).to eq(
        [[1, sent[:encrypted_keys][mary.id.to_s]["1"], pete.id]],
      )

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

    it "has pages ask for their posts again where it is undone after core has told of it" do
      leave = ->(post, *) do
        topic.topic_allowed_users.find_by(user: jane)&.destroy! if post.topic_id == topic.id
      end
      DiscourseEvent.on(:post_created, &leave)
      told = MessageBus.track_publish("/topic/#{topic.id}") { write_entry(**adding(mary)) }

      expect(response.status).to eq(409)
      made = told.find { |message| message.data[:type].to_s == "created" }
      expect(Post.exists?(made.data[:id])).to be(false)
      expect(told.drop(told.index(made)).map(&:data)).to include(
        { reload_topic: true, refresh_stream: true },
      )
    ensure
      DiscourseEvent.off(:post_created, &leave)
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

    it "may let them read from now on only: with a new epoch, and its key for each (R7, R29)" do
      write_entry(**adding(mary, from: :now))
      expect(response.status).to eq(200)
      expect(entries.last).to have_attributes(sequence: 1, epoch: 2)
      expect(keys_of(mary).pluck(:epoch)).to eq([2])
      [jane, pete].each { |member| expect(keys_of(member).pluck(:epoch)).to eq([1, 2]) }

      enable_encrypted_messages_for(karl)
      write_entry(**adding(karl))
      expect(keys_of(karl).pluck(:epoch)).to eq([1, 2])
    end

    it "passes on just the keys that the inviter has (R7, R29)" do
      write_entry(**adding(mary, from: :now))
      enable_encrypted_messages_for(karl)
      sign_in(mary)
      sent = adding(karl, signer: mary)
      write_entry(**sent)
      expect(response.status).to eq(422)
      expect(errors).to eq([text(:invalid_keys)])

      grants = sent[:encrypted_keys][karl.id.to_s]
      write_entry(**sent, encrypted_keys: { karl.id.to_s => grants.slice("2") })
      expect(response.status).to eq(200)
      expect(keys_of(karl).pluck(:epoch)).to eq([2])
    end

    it "is answered as before where the answer was lost, and adds once (R7)" do
      sent = adding(mary)
      write_entry(**sent)
      first = response.body
      expect { write_entry(**sent) }.not_to change {
        [entries.count, topic.posts.count, mary.notifications.count, keys_of(mary).count]
      }
      expect(response.status).to eq(200)
      expect(response.body).to eq(first)
    end

    it "is refused with a status of its own where another has written an entry since (R7)" do
      first, second = adding(mary), adding(mary, signer: jane)
      write_entry(**first)
      before = [entries.count, topic.posts.count, keys_of(mary).pluck(:encrypted_key)]
      sign_in(jane)
      write_entry(**second)
      expect(response.status).to eq(409)
      expect(response.parsed_body["error_type"]).to eq("roster_changed")
      expect(errors).to eq([text(:roster_changed)])
      expect([entries.count, topic.posts.count, keys_of(mary).pluck(:encrypted_key)]).to eq(before)
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
      write_entry(**adding(members: [jane, pete], from: :now))
      expect(response.status).to eq(200)
      invite
      expect(response.status).to eq(200)
      expect(keys_of(mary).pluck(:epoch)).to eq([1, 2])
    end

    it "is none of who has left, before anybody has written without them: that comes first (R7)" do
      invite
      topic.remove_allowed_user(admin, mary.username)
      keys = adding(mary, members: [jane, pete, mary])
      write_entry(**keys)
      expect(response.status).to eq(422)
      expect(members).not_to include(mary.id)
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

    it "is who is listed and not named, so that nobody is invited by mistake (R7)" do
      write_entry(**adding(mary).except(:username))
      expect(response.status).to eq(409)
      expect(response.parsed_body["error_type"]).to eq("roster_changed")
      enable_encrypted_messages_for(karl)
      write_entry(**adding(mary, karl))
      expect(response.status).to eq(409)
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

  it "refuses a name that is none" do
    [[mary.username], { "a" => "b" }, "a" * 61, "a\0b"].each do |username|
      invite(username:)
      expect(response.status).to eq(400), username.inspect
    end
    expect_nothing_stored
  end
end
