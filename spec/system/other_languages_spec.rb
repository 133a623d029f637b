# frozen_string_literal: true

describe "Encrypted messages in other languages" do
  include_context "with encrypted members"

  let(:title) { "Hafen #{marker}" }
  let(:word) { marker }

  def german(key, **options)
    I18n.t("js.encrypted_messages.#{key}", locale: :de, **options)
  end

  after { I18n.locale = :en }

  before do
    I18n.locale = :de # for the page objects, which look for texts
    SiteSetting.allow_user_locale = true
    jane.update!(locale: "de")
  end

  it "speaks German to a member who reads German, from enabling to reading (R12)" do
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

    I18n.with_locale(:en) { enable_encryption(pete, pete_secret) }
    topic = send_encrypted(from: jane, to: pete, title: title, body: "Komm zum **#{word}**")

    as(jane) do
      expect(page).to have_css("h1 [aria-label='#{german("lock.label")}']")
      expect(page).to have_no_content("[de.")
    end

    as(jane, device: "Jane's phone") do
      encrypted_topic.visit(topic)
      expect(page).to have_content(german("post.locked"))
      modal = encrypted_topic.unlock
      expect(page).to have_content(german("unlock_modal.introduction"))
      modal.submit("nicht #{marker} das richtige")
      expect(modal).to have_wrong_secret_error
    end
  end
end
