# frozen_string_literal: true

describe "Members of an encrypted message" do
  include_context "with encrypted members"

  fab!(:mary) { Fabricate(:user, username: "mary", refresh_auto_groups: true) }
  fab!(:karl) { Fabricate(:user, username: "karl", refresh_auto_groups: true) }

  let(:mary_secret) { "thirteen #{marker} moths" }
  let(:title) { "Dunes #{marker}" }
  let(:word) { marker }

  before do
    jane.update!(trust_level: TrustLevel[2])
    give_keys(jane, pete, mary, secrets: { mary => mary_secret })
  end

  it "can be added, read the past then, and be removed (R5, R7, R20)" do
    topic = start_encrypted(from: jane, to: pete, title: title, body: "Dig at #{word}")
    as(jane) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
    end

    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      modal = encrypted_topic.open_invite
      modal.choose(karl.username)
      expect(modal).to have_refusal(karl.username)
      expect(modal).to have_disabled_button
      modal.drop(karl.username).choose(mary.username).submit
      expect(modal).to be_closed
      expect(encrypted_topic).to have_participant(mary)
      expect(encrypted_topic).to have_small_action("You added mary")
    end

    # Jane's page was open all the time
    as(jane) do
      expect(encrypted_topic).to have_small_action("pete added mary")
      expect(encrypted_topic).to have_participant(mary)
    end

    answer = marker
    as(mary) do
      page.visit("/u/#{mary.username}/notifications")
      # Her keys are here, so her page shows the title; the site's own words do not hold it.
      expect(page).to have_css(".notification.invited-to-private-message", text: title)
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      encrypted_topic.reply("I come to #{answer}")
    end
    as(jane) { expect(encrypted_topic).to have_open_post(3, answer) }

    as(jane) do
      question = encrypted_topic.remove_participant(pete)
      expect(question).to include(
        I18n.t("js.encrypted_messages.removal.remove_note", name: pete.username),
      )
      expect(encrypted_topic).to have_no_participant(pete)
      expect(encrypted_topic).to have_small_action("pete no longer takes part")
    end
    # Mary's page was open, too
    as(mary) { expect(encrypted_topic).to have_small_action("pete no longer takes part") }
    keys = EncryptedMessages::ConversationKey.where(topic_id: topic.id)
    expect(keys.pluck(:user_id)).to contain_exactly(jane.id, mary.id)

    # Pete's page was open: it leaves the message, which is not his any more
    as(pete) do
      expect(page).to have_current_path(%r{/u/pete/messages})
      encrypted_topic.visit(topic)
      expect(page).to have_no_css(".encrypted-messages-post")
      expect(page).to have_no_text(word)
    end

    # Pete has the old key still. What is written from now on has another, which the server never saw.
    after = marker
    as(jane) do
      encrypted_topic.reply("Without him at #{after}")
      expect(encrypted_topic).to have_open_post(5, after)
    end
    expect(keys.pluck(:user_id, :epoch)).to contain_exactly(
      [jane.id, 1],
      [jane.id, 2],
      [mary.id, 1],
      [mary.id, 2],
    )
    envelope = EncryptedMessages::Envelope.parse_raw(topic.posts.order(:post_number).last.raw)
    expect(envelope.epoch).to eq(2)
    as(mary) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(5, after)
    end

    # Mary's key came from Pete: on another device it opens all the same
    as(mary, device: "mary's phone") do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_locked_post(1)
      modal = encrypted_topic.unlock
      modal.submit(mary_secret)
      expect(modal).to be_closed
      expect(encrypted_topic).to have_open_post(1, word)
    end

    # ... and on a third one even when Pete's account is gone
    UserDestroyer.new(Discourse.system_user).destroy(pete, delete_posts: true)
    as(mary, device: "mary's tablet") do
      encrypted_topic.visit(topic)
      encrypted_topic.unlock.submit(mary_secret)
      expect(encrypted_topic).to have_open_post(1, word)
    end
  end
end
