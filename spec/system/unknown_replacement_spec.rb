# frozen_string_literal: true

# The site has taken new keys, but its answer is lost, and it cannot be asked before the page is loaded anew. The device
# still has the earlier ones then, and the site shows others: which are the member's own doing.
describe "New keys of which nobody heard whether the site has them" do
  include_context "with encrypted members"
  include_context "with a bad connection"

  let(:word) { marker }
  let(:new_secret) { "nineteen #{marker} kettles" }
  let(:topic) { start_encrypted(from: jane, to: pete, title: "Lighthouse #{marker}", body: word) }

  before do
    give_keys(jane, pete, secrets: { jane => jane_secret })
    topic
  end

  def lose_the_outcome
    page.driver.with_playwright_page do |shown|
      sent = false
      shown.route(
        %r{/encrypted-messages/identity/replacement},
        ->(route, _request) do
          route.fetch
          sent = true
          route.abort
        end,
      )
      shown.route(
        %r{/encrypted-messages/identity\.json},
        ->(route, _request) { sent ? route.abort : route.continue },
      )
    end
    fingerprint = current_fingerprint
    yield
    try_until_success { expect(current_fingerprint).not_to eq(fingerprint) }
    expect(page).to have_css(
      ".d-modal .alert-error",
      text: I18n.t("js.encrypted_messages.identity_failure.unknown_outcome"),
    )
    page.driver.with_playwright_page(&:unroute_all)
  end

  def current_fingerprint
    EncryptedMessages::Card.fingerprint(EncryptedMessages::Identity.new(jane).stored[:card])
  end

  def expect_no_alarm
    expect(page).to have_css("#topic .encrypted-messages-banner .encrypted-messages-unlock")
    expect(page).to have_no_css(".encrypted-messages-own-keys-alarm")
  end

  it "are no alarm after a reset: the new secret brings them" do
    as(jane) do
      preferences.visit(jane).open_emergency
      find(".encrypted-messages-reset-encryption").click
      lose_the_outcome do
        within(".encrypted-messages-reset-encryption-modal") do
          find("[name=confirmation]").fill_in(with: "jane")
          PageObjects::Components::EncryptedMessagesNewSecret.new.choose_own(new_secret)
          find(".form-kit__button:is(.btn-primary, .btn-danger)").click
        end
      end

      encrypted_topic.visit(topic)
      expect_no_alarm
      encrypted_topic.unlock.submit(new_secret)
      expect(encrypted_topic).to have_lost_post(1)
      expect(page).to have_no_css(".encrypted-messages-own-keys-alarm")
    end
  end

  it "are no alarm after they were replaced: the secret brings them" do
    as(jane) do
      preferences.visit(jane).open_emergency
      find(".encrypted-messages-replace-keys").click
      lose_the_outcome do
        find(".d-modal [name=secret]").fill_in(with: jane_secret)
        find(".d-modal .form-kit__button.btn-primary").click
      end

      encrypted_topic.visit(topic)
      expect_no_alarm
      encrypted_topic.unlock.submit(jane_secret)
      expect(encrypted_topic).to have_open_post(1, word)
    end
  end
end
