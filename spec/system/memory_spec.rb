# frozen_string_literal: true

# What stays in the memory of a page: words that are shown, and no others.
describe "The memory of a page" do
  include_context "with encrypted members"

  let(:words) { { title: marker, body: marker, quote: marker, draft: marker } }
  let(:topic) do
    start_encrypted(from: jane, to: pete, title: "Title #{words[:title]}", body: <<~MARKDOWN)
        Body #{words[:body]}

        [quote="jane, post:1, topic:1"]
        Quote #{words[:quote]}
        [/quote]
      MARKDOWN
  end

  before { give_keys(jane, pete) }

  # Which of the words JavaScript holds.
  def held
    found = PageHeap.strings_with(words.values, page)
    words.select { |_name, word| found.any? { |string| string.include?(word) } }.keys
  end

  # A page has a moment to let go of what it was doing.
  def expect_held(*expected, of: expected)
    try_until_success { expect(held & of).to match_array(expected) }
  end

  # Without loading another page.
  def go_to(path)
    page.execute_script(<<~JS, path)
      const link = document.createElement("a");
      link.href = arguments[0];
      document.querySelector("#main-outlet").append(link);
      link.click();
      link.remove();
    JS
    expect(page).to have_current_path(path)
  end

  it "holds what is shown, and nothing of it once the keys are gone" do
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, words[:quote])
      expect(encrypted_topic).to have_decrypted_title(words[:title])
      encrypted_topic.open_reply.fill(body: "Draft #{words[:draft]}")
      expect(composer).to have_preview(words[:draft])
      expect_held(:title, :body, :quote, :draft)

      within_window(open_new_window) { preferences.visit(pete).deactivate }
      expect(encrypted_topic).to have_locked_post(1)
      expect_held(of: %i[title body quote draft])
    end
  end

  it "lets go of what a topic says once it is left, and has it back without reading it again" do
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, words[:quote])
      expect_held(:body, :quote)

      go_to("/u/pete/messages")
      expect(page).to have_css(".topic-list-item .title", text: words[:title])
      expect_held(of: %i[body quote])

      find(".topic-list-item .title", text: words[:title]).click
      expect(encrypted_topic).to have_open_post(1, words[:quote])
      expect_held(:body, :quote)
    end
  end

  it "lets go of what was scrolled out of view, and has it back" do
    long = "A line that is long enough to be one.\n\n" * 120
    as(jane) { encrypted_topic.visit(topic).reply(long) }

    as(pete) do
      encrypted_topic.visit(topic, post_number: 1)
      expect(encrypted_topic).to have_open_post(1, words[:quote])
      expect_held(:body, :quote)

      page.execute_script("window.scrollTo(0, document.body.scrollHeight)")
      expect(page).to have_css(".post-stream--cloaked[data-post-number='1']")
      expect_held(of: %i[body quote])

      page.execute_script("window.scrollTo(0, 0)")
      expect(encrypted_topic).to have_open_post(1, words[:quote])
      expect_held(:body, :quote)
    end
  end
end
