# frozen_string_literal: true

RSpec.describe "The end of a session" do
  include_context "with encrypted members"

  fab!(:admin)

  let(:word) { marker }

  before { give_keys(jane, pete) }

  let!(:topic) do
    start_encrypted(from: jane, to: pete, title: "A title #{word}", body: "Words #{word}")
  end

  def keys_kept
    script =
      File.read(File.expand_path("../support/keys_kept.js", __dir__)).strip.delete_suffix(";")
    page.driver.with_playwright_page { |shown| shown.evaluate(script) }
  end

  def read_message
    encrypted_topic.visit(topic)
    expect(encrypted_topic).to have_decrypted_title("A title #{word}")
    expect(keys_kept).to be_present
  end

  def expect_no_keys
    try_until_success { expect(keys_kept).to eq([]) }
  end

  it "of all devices takes the keys from this one at once, and from another when it hears of it (H7)" do
    as(pete, device: "laptop") do
      keep_prepared_keys(pete)
      read_message
    end
    as(pete) do
      read_message
      preferences.visit(pete)
      find(".pref-auth-tokens .text-danger", text: I18n.t("js.user.auth_tokens.log_out_all")).click
      expect(page).to have_css(".login-button")
      expect(keys_kept).to eq([])
    end
    as(pete, device: "laptop") do
      expect(page).to have_css(".dialog-body", text: I18n.t("js.logout"))
      expect_no_keys
      expect(page).to have_no_text(word)
    end
  end

  # What is published before the page has asked once does not come.
  def expect_listening
    script =
      "performance.getEntriesByType('resource').some(({ name }) => name.includes('/message-bus/'))"
    try_until_success { expect(page.evaluate_script(script)).to eq(true) }
  end

  it "by suspending the account takes the keys, also from a page that is open (H7)" do
    as(pete) do
      read_message
      expect_listening
      UserSuspender.new(
        pete,
        suspended_till: 1.day.from_now,
        reason: "spam",
        by_user: admin,
      ).suspend
      expect(page).to have_css(".dialog-body", text: I18n.t("js.logout"))
      expect_no_keys
      expect(page).to have_no_text(word)
    end
  end

  it "that nobody has heard of shows with the next page, whoever loads it (H7)" do
    as(pete) do
      read_message
      page.visit("/session/csrf.json")
      UserAuthToken.where(user_id: pete.id).destroy_all
      page.visit("/")
      expect(page).to have_css(".login-button")
      expect_no_keys
    end
  end

  it "leaves no keys to who logs in after it (H7)" do
    as(pete) do
      read_message
      sign_in(jane)
      page.visit("/")
      expect(page).to have_css("#current-user")
      expect_no_keys
    end
  end
end
