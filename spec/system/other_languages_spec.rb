# frozen_string_literal: true

describe "Encrypted messages in other languages" do
  include_context "with encrypted members"

  let(:title) { "Hafen #{marker}" }
  let(:word) { marker }

  def german(key, **options)
    I18n.t("js.encrypted_messages.#{key}", locale: :de, **options)
  end

  after { I18n.locale = :en }

  before { SiteSetting.allow_user_locale = true }

  # Left edges in pixels.
  def edges(*selectors)
    page.evaluate_script(<<~JS, selectors)
      arguments[0].map((selector) => document.querySelector(selector).getBoundingClientRect().left)
    JS
  end

  it "is written from right to left where the site is, and nothing scrolls sideways (R6, R12)" do
    SiteSetting.default_locale = "ar"
    give_keys(jane, pete)

    as(jane) do
      composer.open_new_message(pete).tick.fill(title: title, body: "**#{word}**")
      box, label =
        edges("#encrypted-messages-toggle", ".encrypted-messages-choice .encrypted-messages-lock")
      expect(box).to be > label
      text, preview = edges("#encrypted-messages-body", "#encrypted-messages-preview")
      expect(text).to be > preview
      expect(page).to fit_its_width

      composer.submit
      expect(encrypted_topic).to have_open_post(1, word)
      lock, words = edges("h1 .encrypted-messages-lock", "h1 .fancy-title")
      expect(lock).to be > words
      expect(page).to fit_its_width
    end
  end

  it "speaks German to a member who reads German, from enabling to reading (R12)" do
    I18n.locale = :de # for the page objects, which look for texts
    jane.update!(locale: "de")
    as(jane) do
      modal = preferences.visit(jane).open_modal
      expect(page).to have_content(german("enable_modal.warning"))
      modal.submit("kurz", "anders")
      expect(modal).to have_error(german("enable_modal.too_short", count: 10))
      expect(modal).to have_error(german("enable_modal.mismatch"))
      modal.submit(jane_secret, jane_secret)
      expect(preferences).to have_enabled_status

      composer.open_new_message(pete)
      expect(page).to have_field(german("composer.toggle"))
      composer.tick
      expect(page).to have_css(".encrypted-messages-refusal", text: german("composer.refusal"))
    end

    give_keys(pete)
    topic = send_encrypted(from: jane, to: pete, title: title, body: "Komm zum **#{word}**")

    as(jane) do
      expect(page).to have_css("h1 [aria-label='#{german("lock.label")}']")
      expect(page).to have_no_content("[de.")
    end

    as(jane, device: "Jane's phone") do
      encrypted_topic.visit(topic)
      expect(page).to have_content(german("post.encrypted"))
      modal = encrypted_topic.unlock
      expect(page).to have_content(german("unlock_modal.introduction"))
      modal.submit("nicht #{marker} das richtige")
      expect(modal).to have_wrong_secret_error
    end
  end

  it "fits a phone in German, whose words are long (R12)", mobile: true do
    I18n.locale = :de # for the page objects, which look for texts
    SiteSetting.default_locale = "de"
    as(jane) do
      modal = preferences.visit(jane).open_modal
      expect(page).to have_content(german("enable_modal.warning"))
      expect(page).to fit_its_width(320)
      modal.submit(jane_secret, jane_secret)
      expect(preferences).to have_enabled_status
      expect(preferences).to have_deactivate_button
      expect(page).to fit_its_width(320)

      composer.open_new_message(pete).tick
      expect(page).to have_css(".encrypted-messages-refusal", text: german("composer.refusal"))
      expect(page).to fit_its_width(320)
    end
    give_keys(pete)

    as(jane) do
      composer.open_new_message(pete).tick
      expect(composer).to have_panel
      expect(page).to fit_its_width(320)
    end
  end
end
