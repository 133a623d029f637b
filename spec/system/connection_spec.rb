# frozen_string_literal: true

describe "Sending an encrypted message over a bad connection" do
  include_context "with encrypted members"

  let(:title) { "Signal #{marker}" }
  let(:word) { marker }

  before do
    enable_encryption(jane, jane_secret)
    enable_encryption(pete, pete_secret)
  end

  # What happens to the first POST /posts; later ones go through.
  def disturb_first_post(&disturbance)
    first = true
    page.driver.with_playwright_page do |playwright_page|
      playwright_page.route(
        %r{/posts(\.json)?$},
        ->(route, request) do
          if first && request.method == "POST"
            first = false
            disturbance.call(route)
          else
            route.continue
          end
        end,
      )
    end
  end

  def expect_text_kept_and_sent_once
    as(jane) do
      composer.open_new_message(pete).tick.fill(title: title, body: "Send #{word}")
      yield
      composer.submit
      expect(page).to have_css(".dialog-body")
      find(".dialog-footer .btn-primary").click
      expect(composer).to have_title(title)
      expect(composer).to have_body("Send #{word}")

      composer.submit
      expect(encrypted_topic).to have_open_post(1, word)
    end
    expect(Topic.private_messages.count).to eq(1)
    expect(Topic.private_messages.first.posts.count).to eq(1)
  end

  it "keeps the text when the request is lost" do
    expect_text_kept_and_sent_once { disturb_first_post { |route| route.abort } }
  end

  it "keeps the text when the server fails" do
    expect_text_kept_and_sent_once do
      disturb_first_post { |route| route.fulfill(status: 500, body: "Internal Server Error") }
    end
  end

  it "stores nothing twice when only the answer is lost" do
    expect_text_kept_and_sent_once do
      disturb_first_post do |route|
        route.fetch
        route.abort
      end
    end
  end
end
