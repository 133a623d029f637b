# frozen_string_literal: true

require "open3"

# Playwright, which drives the system specs, cannot drive a Firefox as it is published; Puppeteer can. So here one script
# does the main path, in three profiles of one Firefox.
describe "Encrypted messages in Firefox" do
  fab!(:jane) { Fabricate(:user, username: "jane", refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, username: "pete", refresh_auto_groups: true) }

  let(:word) { SecureRandom.hex(8) }
  let(:wish) do
    {
      title: "Gulls #{word}",
      body: "Meet me at **the #{word}**",
      word: word,
      secrets: {
        jane: "seven #{word} herons",
        pete: "eleven #{word} lamps",
      },
    }
  end

  before do
    skip "Firefox is not installed" if !File.exist?(ENV["FIREFOX"] || "/usr/bin/firefox-esr")
    SiteSetting.encrypted_messages_enabled = true
    Jobs.run_immediately!
  end

  it "are enabled, written, read, and unlocked on a new device (R1, R3, R5, R12, R19)" do
    script = File.expand_path("../../client/firefox-end-to-end.mjs", __dir__)
    url = "http://localhost:#{Capybara.current_session.server.port}"
    output, errors, status = Open3.capture3("node", script, url, stdin_data: wish.to_json)
    expect(status).to be_success, errors
    seen = JSON.parse(output)

    expect(seen["version"]).to include("firefox")
    %w[read unlocked reloaded].each do |moment|
      expect(seen.dig(moment, "title")).to eq(wish[:title])
      expect(seen.dig(moment, "html")).to include("<strong>the #{word}</strong>")
    end
    expect(seen["shownWhileLocked"]).not_to include(word)
    expect(seen["extractable"]).to eq(0)
    expect(seen["faults"]).to be_empty

    topic = Topic.private_messages.sole
    expect(topic.first_post.raw).to start_with("encrypted-message:v1:")
    expect([topic, topic.first_post].to_json).not_to include(word)
  end
end
