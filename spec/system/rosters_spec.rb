# frozen_string_literal: true

describe "Who takes part in an encrypted message" do
  include_context "with encrypted members"

  fab!(:mary) { Fabricate(:user, username: "mary", refresh_auto_groups: true) }

  let(:word) { marker }

  before do
    jane.update!(trust_level: TrustLevel[2])
    give_keys(jane, pete, mary)
  end

  it "may change under a message, which is then sent for those who do, without a word (R7)" do
    topic =
      start_encrypted(from: jane, to: pete, title: "Dunes #{marker}", body: "By Jane, #{word}")
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      encrypted_topic.open_reply.fill(body: "Begun for two, #{word}")
    end
    as(jane) do
      encrypted_topic.visit(topic)
      modal = encrypted_topic.open_invite
      modal.choose(mary.username).submit
      expect(modal).to be_closed
      encrypted_topic.remove_participant(mary)
      expect(encrypted_topic).to have_no_participant(mary)
      encrypted_topic.reply("Without her, #{word}")
      expect(encrypted_topic).to have_open_post(4, word)
      # who has left without a word has a name all the same, and nobody is blamed for having come
      expect(encrypted_topic).to have_small_action("You added mary")
      expect(encrypted_topic).to have_small_action("mary no longer takes part")
      expect(page).to have_no_css(".encrypted-messages-people-line")
    end

    as(pete) do
      encrypted_topic.composer.submit
      expect(encrypted_topic).to have_open_post(5, "Begun for two, #{word}")
      expect(page).to have_no_css(".dialog-body")
    end
    envelope = EncryptedMessages::Envelope.parse_raw(topic.posts.order(:post_number).last.raw)
    expect(envelope.epoch).to eq(2)
    as(jane) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(5, "Begun for two, #{word}")
    end
  end

  it "may grow by somebody who reads only what is written from then on (R7, R29)" do
    title = "Cove #{marker}"
    topic = start_encrypted(from: jane, to: pete, title:, body: "Before, #{word}")
    as(jane) do
      encrypted_topic.visit(topic)
      modal = encrypted_topic.open_invite
      modal.choose(mary.username)
      find(".encrypted-messages-invite:not([disabled])").click
      expect(page).to have_css(".encrypted-messages-past-missing")
      modal.submit(past: false)
      expect(modal).to be_closed
      encrypted_topic.reply("After, #{word}")
      expect(encrypted_topic).to have_open_post(3, "After, #{word}")
    end
    [[mary, nil], [pete, "Before, #{word}"]].each do |member, before|
      as(member) do
        encrypted_topic.visit(topic)
        expect(encrypted_topic).to have_open_post(3, "After, #{word}")
        expect(encrypted_topic).to have_decrypted_title(title)
        if before
          expect(encrypted_topic).to have_open_post(1, before)
        else
          expect(page).to have_css(
            "#post_1",
            text: I18n.t("js.encrypted_messages.post.before_added"),
          )
        end
      end
    end
  end

  it "is not the site's to say: whom it lists on its own can read nothing, and is named (R7)" do
    topic = start_encrypted(from: jane, to: pete, title: "Quay #{marker}", body: "By Jane, #{word}")
    # not by core's models, which refuse it
    DB.exec(
      "INSERT INTO topic_allowed_users (topic_id, user_id, created_at, updated_at)
       VALUES (?, ?, NOW(), NOW())",
      topic.id,
      mary.id,
    )

    as(jane) do
      encrypted_topic.visit(topic)
      expect(page).to have_css(".encrypted-messages-let-in", text: mary.username)
      encrypted_topic.reply("Still for two, #{word}")
      expect(encrypted_topic).to have_open_post(2, word)
    end
    expect(EncryptedMessages::ConversationKey.where(user_id: mary.id)).to be_empty
    as(mary) do
      page.visit("/t/#{topic.id}")
      expect(page).to have_css(".encrypted-messages-banner")
      expect(page).to have_no_text(word)
    end

    # whoever was left out can be let in later
    pete.update!(trust_level: TrustLevel[2])
    as(pete) do
      encrypted_topic.visit(topic)
      find(
        ".encrypted-messages-let-in .btn",
        text: I18n.t("js.encrypted_messages.let_in.leave_out"),
      ).click
      expect(page).to have_no_css(".encrypted-messages-let-in")
      modal = encrypted_topic.open_invite
      modal.choose(mary.username)
      expect(page).to have_css(".encrypted-messages-invite:not([disabled])")
    end

    as(jane) do
      find(
        ".encrypted-messages-let-in .btn",
        text: I18n.t("js.encrypted_messages.let_in.let_in"),
      ).click
      modal = PageObjects::Modals::EncryptedMessagesInvite.new
      modal.submit
      expect(modal).to be_closed
      expect(page).to have_no_css(".encrypted-messages-let-in")
    end
    as(mary) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      expect(page).to have_css(".encrypted-messages-people-line", text: "jane added you")
      expect(page).to be_accessible
    end
  end
end
