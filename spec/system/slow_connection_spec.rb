# frozen_string_literal: true

# What a member sees while they wait: something at once, whatever the site has not answered yet.
describe "Encrypted messages over a slow connection" do
  include_context "with encrypted members"
  include_context "with a bad connection"

  # From a tap to what shows that it was heard, in ms, on a busy machine of two cores. No answer comes before 400.
  let(:at_once) { 1000 }

  let(:title) { "Signal #{marker}" }
  let(:word) { marker }

  before { give_keys(jane, pete, secrets: { pete => pete_secret }) }

  # A tap on the one, and how many ms later the other is shown.
  def time_to_see(selector, after_tap_on:)
    page.driver.with_playwright_page do |shown|
      shown.evaluate(<<~JS, arg: selector)
        (selector) => {
          window.seen = new Promise((resolve) => {
            const look = (tap) =>
              document.querySelector(selector)?.checkVisibility()
                ? resolve(performance.now() - tap)
                : requestAnimationFrame(() => look(tap));
            addEventListener("click", () => look(performance.now()), { capture: true, once: true });
          });
        }
      JS
      find(after_tap_on).click
      shown
        .evaluate("() => window.seen")
        .tap do |time|
          RSpec.configuration.reporter.message(
            format("%<selector>s after %<time>d ms", selector:, time:),
          )
        end
    end
  end

  it "shows at once that the secret is tried (R5, R12)" do
    topic = start_encrypted(from: jane, to: pete, title:, body: "Send word of #{word}")
    as(pete, device: "Pete's phone") do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_locked_post(1)
      slow_down
      button = ".encrypted-messages-banner .encrypted-messages-unlock"
      expect(time_to_see(".d-modal [name=secret]", after_tap_on: button)).to be < at_once
      find(".d-modal [name=secret]").fill_in(with: pete_secret)
      submit = ".d-modal .form-kit__button.btn-primary"
      expect(time_to_see(".d-modal .spinner, .d-modal .is-loading", after_tap_on: submit)).to be <
        at_once
      expect(encrypted_topic).to have_open_post(1, word)
    end
  end

  it "shows at once that it is being sent, and sends it once (R3, R12)" do
    as(jane) do
      composer.open_new_message(pete)
      slow_down
      composer.tick
      composer.fill(title:, body: "Send word of #{word}")
      create = "#reply-control .save-or-cancel .create"
      find(create).double_click
      expect(page).to have_css("#reply-control.saving")
      expect(encrypted_topic).to have_open_post(1, word)

      encrypted_topic.open_reply.fill(body: "And again, #{word}")
      expect(time_to_see("#reply-control.saving, .topic-post.staged", after_tap_on: create)).to be <
        at_once
      expect(encrypted_topic).to have_open_post(2, word)
    end
    expect(Topic.private_messages.sole.posts.count).to eq(2)
  end
end
