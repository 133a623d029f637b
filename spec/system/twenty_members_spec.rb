# frozen_string_literal: true

describe "An encrypted message among twenty" do
  include_context "with encrypted members"

  # Seconds from pressing "send" to the topic, on a busy machine of two cores. Encrypting for all has a bound of its own
  # in QUnit (0.3 s).
  TIME_TO_SEND = 10

  fab!(:karl) { Fabricate(:user, username: "karl", refresh_auto_groups: true) }
  fab!(:guests) do
    (1..18).map { |n| Fabricate(:user, username: "guest#{n}", refresh_auto_groups: true) }
  end

  let(:word) { marker }
  let(:title) { "Regatta #{marker}" }

  it "is written to all, and read by all (R2, R3, R20)" do
    give_keys(jane, pete, *guests)
    *early, late, last = guests

    as(jane) do
      recipients = PageObjects::Components::Composer.new
      composer.open_new_message(pete, *early)
      recipients.select_pm_user(late.username)
      before = look_ups.size
      composer.tick
      expect(composer).to have_panel
      expect(look_ups.size - before).to eq(1)

      recipients.select_pm_user(karl.username)
      expect(composer).to have_refusal(karl.username)
      chosen = PageObjects::Components::SelectKit.new("#private-message-users")
      chosen.expand
      chosen.expanded_component.find(".selected-choice[data-value='#{karl.username}']").click
      chosen.collapse
      expect(page).to have_no_css(".encrypted-messages-refusal")
      recipients.select_pm_user(last.username)

      composer.fill(title: title, body: "Start at #{word}")
      # Notifications and mails are Sidekiq's, and not what a sender waits for.
      Jobs.run_later!
      started = Process.clock_gettime(Process::CLOCK_MONOTONIC)
      composer.submit
      expect(page).to have_css("h1 .fancy-title", text: title, wait: TIME_TO_SEND)
      expect(encrypted_topic).to have_open_post(1, word)
      taken = Process.clock_gettime(Process::CLOCK_MONOTONIC) - started
      RSpec.configuration.reporter.message(format("Sent to 20 in %.1f s", taken))
      expect(taken).to be < TIME_TO_SEND
    end

    topic = Topic.private_messages.order(:id).last
    participants = [jane, pete, *guests].map(&:id)
    expect(topic.encrypted_conversation.keys.pluck(:user_id)).to match_array(participants)
    expect(topic.allowed_users.pluck(:id)).to match_array(participants)

    granter = prepared[jane].card
    prepared
      .fetch_values(*guests)
      .each do |guest|
        message = guest.read_first_post(topic, granter:)
        expect([message.text, message.title]).to eq(["Start at #{word}", title])
      end
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
    end
  end

  # What the browsers asked the site for public cards so far.
  def look_ups
    leak_detector.channels["browser: requests"].grep(%r{\A\S*/encrypted-messages/identities})
  end
end
