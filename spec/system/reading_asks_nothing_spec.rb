# frozen_string_literal: true

describe "What is fetched while an encrypted message is read" do
  include_context "with encrypted members"

  before { give_keys(jane, pete) }

  # What a page goes on asking for, however long it is open.
  let(:going_on) { %r{/message-bus/|/topics/timings|/session/csrf|/presence} }

  # The paths of all that the page has fetched, without ids.
  def fetched
    page
      .evaluate_script("performance.getEntriesByType('resource').map(({ name }) => name)")
      .map { |address| URI(address).path.gsub(/\d+/, "0") }
      .reject { |path| going_on.match?(path) }
      .uniq
      .sort
  end

  # Waits until all of these were fetched: what comes last has no mark on the page.
  def missing_of(paths)
    page
      .document
      .synchronize(nil, errors: [Capybara::ExpectationNotMet]) do
        raise Capybara::ExpectationNotMet if (paths - fetched).any?
      end
    []
  rescue Capybara::ExpectationNotMet
    paths - fetched
  end

  def read(body)
    word = marker
    topic = start_encrypted(from: jane, to: pete, title: word, body: "#{body}\n\n#{word}")
    encrypted_topic.visit(topic)
    expect(encrypted_topic).to have_open_post(1, word)
  end

  it "does not depend on what the message says (H11)" do
    as(pete) do
      # A device asks once for what its member knows of others.
      read("The first")
      read(<<~MARKDOWN)
        ```ruby
        def secret = nil
        ```

        [quote="#{jane.username}, post:1, topic:1"]
        Quoted
        [/quote]

        [spoiler]hidden[/spoiler] [date=2026-11-30 time=10:00:00 timezone="Europe/Berlin"]

        | a | b |
        |---|---|
        | 1 | 2 |

        @#{jane.username} #general :bear: 🐻 ![a](https://example.com/b.png)

        https://example.com
      MARKDOWN
      expect(page).to have_css("code.hljs")
      rich = fetched

      read("Nothing in particular")
      expect(missing_of(rich)).to be_empty
    end
  end
end
