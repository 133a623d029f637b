# frozen_string_literal: true

describe "Sending an encrypted message over a bad connection" do
  include_context "with encrypted members"

  let(:title) { "Signal #{marker}" }
  let(:word) { marker }
  let(:body) { "Send word of #{word}" }

  before { give_keys(jane, pete) }

  # Each is what happens to one POST /posts; later ones go through.
  def disturb_posts(*disturbances)
    page.driver.with_playwright_page do |playwright_page|
      playwright_page.route(
        %r{/posts(\.json)?$},
        ->(route, request) do
          disturbance = disturbances.shift if request.method == "POST"
          disturbance ? disturbance.call(route) : route.continue
        end,
      )
    end
  end

  it "keeps an edit, too, and says so where the next attempt is lost before it (R9)" do
    topic = start_encrypted(from: jane, to: pete, title:, body:)
    gone = ->(route, _request) { route.abort }
    as(jane) do
      encrypted_topic.visit(topic)
      edit = encrypted_topic.edit(1).fill(body: "Send no word of #{word}")
      # the edit itself, and then what the next attempt asks for before it
      [%r{/posts/\d+}, %r{/t/\d+\.json}].each do |lost|
        page.driver.with_playwright_page { |shown| shown.route(lost, gone) }
        edit.submit
        expect(page).to have_css(".dialog-body")
        find(".dialog-footer .btn-primary").click
        expect(page).to have_no_css(".dialog-body")
        expect(edit).to have_body_text("Send no word of #{word}")
        page.driver.with_playwright_page { |shown| shown.unroute(lost) }
      end

      edit.submit
      expect(edit).to be_closed
      expect(encrypted_topic).to have_open_post(1, "Send no word")
    end
  end

  it "keeps the text, tells the member, and stores nothing twice" do
    as(jane) do
      composer.open_new_message(pete).tick.fill(title: title, body: body)
      disturb_posts(
        ->(route) { route.abort },
        ->(route) { route.fulfill(status: 500, body: "Internal Server Error") },
        # the server stores it, but the answer is lost
        ->(route) do
          route.fetch
          route.abort
        end,
      )
      3.times do
        composer.submit
        expect(page).to have_css(".dialog-body")
        find(".dialog-footer .btn-primary").click
        expect(page).to have_no_css(".dialog-body")
        expect(composer).to have_title_text(title)
        expect(composer).to have_body_text(body)
      end

      composer.submit
      expect(encrypted_topic).to have_open_post(1, word)
    end
    expect(Topic.private_messages.sole.posts.count).to eq(1)
  end
end
