# frozen_string_literal: true

# While posts are decrypted, something stands in their place. What is below them may not move when the text comes.
describe "The page of an encrypted message while it is decrypted" do
  include_context "with encrypted members"

  # What browsers' makers call good (https://web.dev/articles/cls).
  GOOD = 0.1

  let(:word) { marker }
  let(:sentence) { "The ferry to the island leaves the pier at noon, and who is late waits. " }
  let(:texts) { [3, 25, 1, 60, 8].map { |sentences| "#{word} #{sentence * sentences}" } }

  before { give_keys(jane, pete) }

  def start_long_conversation
    cards = [jane, pete].map { |member| card_of(member) }
    conversation = PreparedConversation.new(prepared.fetch(jane), cards)
    parameters = conversation.parameters(title: "Ferry #{word}", body: texts.first)
    start_conversation(jane, pete, **parameters).topic.tap do |topic|
      texts
        .drop(1)
        .each { |text| PostCreator.create!(jane, topic_id: topic.id, raw: conversation.raw(text)) }
    end
  end

  # The sum of all shifts that nobody caused by typing or pressing.
  def layout_shift
    page.evaluate_async_script(<<~JS)
      const [done] = arguments;
      new PerformanceObserver((list) => {
        const shifts = list.getEntries().filter(({ hadRecentInput }) => !hadRecentInput);
        done(shifts.reduce((sum, { value }) => sum + value, 0));
      }).observe({ type: "layout-shift", buffered: true });
      setTimeout(() => done(0), 1000); // there were none
    JS
  end

  def read_all(name)
    topic = start_long_conversation
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      expect(encrypted_topic).to have_open_post(2, word)
      expect(encrypted_topic).to have_open_post(3, word)
      shift = layout_shift
      RSpec.configuration.reporter.message(format("Layout shift, %s: %.3f", name, shift))
      expect(shift).to be <= GOOD
    end
  end

  it "keeps its place for each text (R12)" do
    read_all("desktop")
  end

  it "does so on a phone (R12)", mobile: true do
    read_all("phone")
  end
end
