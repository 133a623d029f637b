# frozen_string_literal: true

describe "Accessibility of what opens on top of encrypted messages" do
  include_context "with encrypted members"
  include_context "with accessible screens"

  fab!(:karl) { Fabricate(:user, username: "karl", refresh_auto_groups: true) }
  fab!(:anne) { Fabricate(:admin, username: "anne", refresh_auto_groups: true) }

  let(:title) { "Ferry #{marker}" }
  let(:word) { marker }
  let(:kind) { RSpec.current_example.metadata[:mobile] ? "phone" : "desktop" }
  let!(:topic) do
    SiteSetting.editing_grace_period = 0 # every edit makes a version
    jane.update!(trust_level: TrustLevel[2])
    give_keys(jane, pete)
    start_encrypted(from: jane, to: pete, title: title, body: "The **#{word}** leaves at six")
  end

  before { Fabricate(:private_message_post, user: pete, recipient: jane) }

  def look_at(name)
    expect_accessible("#{kind}-#{name}")
    expect(animations).to be_empty, "#{name} moves: #{animations.join(", ")}"
  end

  # Opens a dialog by the button, looks at it, and leaves it by Escape, which gives the focus back.
  def look_at_dialog(name, button)
    find(button).click
    expect(page).to have_css(".d-modal")
    yield if block_given?
    look_at(name)
    page.active_element.send_keys(:escape)
    expect(page).to have_no_css(".d-modal")
    expect(page).to have_css("#{button}:focus")
  end

  # What moves in the plugin's parts although less motion was asked for, by the name of the keyframes or the property.
  def animations
    page.driver.with_playwright_page do |shown|
      shown.emulate_media(reducedMotion: "reduce")
      shown.evaluate(<<~JS, arg: EncryptedMessagesAccessibility::OWN.join(","))
        (own) =>
          document
            .getAnimations()
            .filter(({ playState, effect }) => playState === "running" && effect.target.closest(own))
            .map(({ animationName, transitionProperty }) => animationName ?? transitionProperty)
      JS
    ensure
      shown.emulate_media(reducedMotion: "no-preference")
    end
  end

  def sweep_preferences
    as(pete) do
      preferences.visit(pete)
      expect(preferences).to have_enabled_status
      preferences.open_emergency
      look_at("preferences")
      %w[change-secret reset-encryption].each do |name|
        look_at_dialog(name, ".encrypted-messages-#{name}") do
          expect(page).to have_css(".encrypted-messages-proposed")
        end
      end
    end
  end

  def sweep_topic
    as(jane) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic.edit(1).fill(body: "The #{word} leaves at seven").submit).to be_closed
      expect(encrypted_topic).to have_open_post(1, "seven")
      find("#post_1 .post-info.edits .btn").click
      expect(page).to have_css(".encrypted-messages-history__versions[aria-busy=false]")
      look_at("history")
      find(".encrypted-messages-history .modal-close").click

      modal = encrypted_topic.open_invite.choose(karl.username)
      expect(modal).to have_refusal(karl.username)
      look_at("invite")
      find(".encrypted-messages-invite-modal .modal-close").click

      find("#{encrypted_topic.participant(pete)} .remove-invited").click
      expect(page).to have_css(".dialog-body")
      look_at("removal")
    end
  end

  def sweep_composer
    as(jane) do
      composer.open_new_message(pete).tick.fill(title: title, body: "The **#{word}** leaves")
      if kind == "desktop"
        find("#reply-control .toggle-fullscreen").click
        expect(page).to have_css("#reply-control.fullscreen")
        look_at("fullscreen")
        find("#reply-control .toggle-fullscreen").click
      end
      composer.tick # off again
      expect(page).to have_css(".dialog-body")
      look_at("untick")
      find(".dialog-footer .btn-primary").click
      composer.minimize
    end
  end

  def sweep_user_menu
    as(pete) do
      page.visit("/")
      PageObjects::Components::UserMenu.new.open
      expect(page).to have_css(".user-menu .notification .encrypted-messages-lock")
      look_at("user-menu")
    end
  end

  def sweep_report
    as(anne) do
      report = PageObjects::Pages::EncryptedMessagesReport.new.visit
      expect(report).to have_count("conversations", 1)
      look_at("report")
    end
  end

  def sweep_forced_site
    SiteSetting.encrypted_messages_force = true
    as(karl) do
      composer.open_new_message(pete)
      expect(page).to have_css(".encrypted-messages-closed .encrypted-messages-enable")
      look_at("forced-composer")
    end
    as(jane) do
      encrypted_topic.visit(Topic.private_messages.where.not(id: topic.id).sole)
      expect(page).to have_css(".encrypted-messages-closed-topic")
      look_at("forced-topic")
    end
  end

  it "finds no breach of WCAG 2.2 AA, and gives the focus back (R6, R12)", :aggregate_failures do
    sweep_preferences
    sweep_user_menu
    sweep_composer
    sweep_topic
    sweep_report
    sweep_forced_site
  end

  it "finds none in the dialogs on a phone, nor at 320 pixels (R6, R12)",
     :aggregate_failures,
     mobile: true do
    sweep_preferences
    sweep_composer
    sweep_topic
  end
end
