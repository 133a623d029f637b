# frozen_string_literal: true

describe "Accessibility of encrypted messages" do
  include_context "with encrypted members"
  include_context "with accessible screens"

  fab!(:karl) { Fabricate(:user, username: "karl", refresh_auto_groups: true) }

  let(:title) { "Ferry #{marker}" }
  let(:word) { marker }

  # What was stored under the first post is replaced by what belongs to another conversation.
  def tamper_with(post, other)
    post.update_columns(raw: other.raw)
  end

  def sweep(kind)
    as(jane) do
      preferences.visit(jane)
      expect(page).to have_css(".encrypted-messages-enable")
      expect_accessible("#{kind}-preferences")

      modal = preferences.open_modal
      expect(page).to have_css(".encrypted-messages-proposed")
      expect_accessible("#{kind}-enable-proposed")
      modal.submit("short", "other")
      expect(modal).to have_error(I18n.t("js.encrypted_messages.enable_modal.mismatch"))
      expect_accessible("#{kind}-enable")
      modal.submit(jane_secret, jane_secret)
      expect(preferences).to have_enabled_status
      expect_accessible("#{kind}-enabled")
    end
    give_keys(pete, secrets: { pete => pete_secret })

    as(jane) do
      composer.open_new_message(pete, karl)
      expect_accessible("#{kind}-composer-unticked")
      composer.tick
      expect(composer).to have_refusal("karl")
      expect_accessible("#{kind}-composer-refused")

      composer.open_new_message(pete).tick.fill(title: title, body: "The **#{word}** leaves")
      expect(composer).to have_panel
      expect_accessible("#{kind}-composer-ticked")
      composer.submit
      expect(encrypted_topic).to have_open_post(1, word)
      expect_accessible("#{kind}-topic")

      page.visit("/u/jane/messages/sent")
      expect(page).to have_css(".topic-list-item .title", text: title)
      expect_accessible("#{kind}-list")
    end
    topic = Topic.private_messages.order(:id).last

    as(pete, device: "Pete's other") do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_locked_post(1)
      expect_accessible("#{kind}-topic-locked")
      encrypted_topic.unlock.submit("not #{marker} it")
      expect(PageObjects::Modals::EncryptedMessagesUnlock.new).to have_wrong_secret_error
      expect_accessible("#{kind}-unlock")

      preferences.visit(pete)
      expect(preferences).to have_enabled_status
      expect_accessible("#{kind}-preferences-locked")
    end

    other = start_encrypted(from: pete, to: jane, title: title, body: word)
    tamper_with(topic.first_post, other.first_post)
    as(jane) do
      encrypted_topic.visit(topic)
      find(".encrypted-messages-warning .encrypted-messages-details").click
      expect_accessible("#{kind}-topic-unverified")
    end
  end

  it "finds no breach of WCAG 2.2 AA on any screen, in light and dark (R6, R12)",
     :aggregate_failures do
    sweep("desktop")
  end

  it "finds none on a phone either, and nothing to scroll sideways for (R6, R12)",
     :aggregate_failures,
     mobile: true do
    sweep("phone")
  end
end
