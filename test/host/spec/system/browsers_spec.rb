# frozen_string_literal: true

require "open3"
require "tmpdir"

# Playwright, which drives the system specs, cannot drive a Firefox or a WebKit as they are published; Puppeteer can the
# one, WebDriver the other. So here one script does the main path, in a browser whose profile is on the disk as a member's is.
describe "Encrypted messages in a browser with a profile" do
  fab!(:jane) { Fabricate(:user, username: "jane", refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, username: "pete", refresh_auto_groups: true) }

  let(:marker) { EncryptedMessages::LeakDetector::Marker.new }
  let(:named) { EncryptedMessages::LeakDetector::Marker.new }
  let(:typed) { EncryptedMessages::LeakDetector::Marker.new }
  let(:wish) do
    {
      title: "Gulls #{marker}",
      body: "Meet me at **the #{marker}**",
      draft: "Or not at #{marker}",
      word: marker.text,
      controls: {
        named: named.text,
        typed: typed.text,
      },
      secrets: {
        jane: "seven #{marker} herons",
        pete: "eleven #{marker} lamps",
      },
    }
  end

  before do
    SiteSetting.encrypted_messages_enabled = true
    Jobs.run_immediately!
  end

  def walk(browser, profile)
    script = File.expand_path("../../client/end-to-end.mjs", __dir__)
    url = "http://localhost:#{Capybara.current_session.server.port}"
    command = ["node", script, browser, url, profile]
    output, errors, status = Open3.capture3(*command, stdin_data: wish.to_json)
    expect(status).to be_success, errors
    JSON.parse(output)
  end

  # Where each browser keeps addresses and titles, and where what was typed: Firefox in the folder sessionstore-backups too,
  # and only there where it takes more than five seconds to end, since Puppeteer kills it then.
  {
    "firefox" => %w[places.sqlite sessionstore],
    "chromium" => %w[History Session_],
  }.each do |browser, (history, session)|
    it "are enabled, written, read, and unlocked on a new device in #{browser}, whose profile keeps no word (H12, R1, R3, R5, R12, R19, R23)" do
      path = ENV[browser.upcase] || { "firefox" => "/usr/bin/firefox-esr" }[browser]
      skip "#{browser} is not installed" if path && !File.exist?(path)

      Dir.mktmpdir do |profile|
        expect_main_path(walk(browser, profile), /#{browser}|chrome/i)

        kept = EncryptedMessages::LeakDetector::Profile.new(profile)
        expect(kept.files_with(marker)).to eq([])
        expect(kept.files_with(named)).to include(a_string_including(history))
        expect(kept.files_with(typed)).to include(a_string_including(session))
      end
      expect_ciphertext
    end
  end

  # While it is automated it keeps no profile.
  it "are enabled, written, read, and unlocked on a new device in WebKit, which tells of a lost message (R1, R3, R5, R9, R12, R19, R23)",
     :webkit do
    seen = walk("webkit", "")
    skip "webkit is not installed" if seen["missing"]

    expect_main_path(seen, /WebKitGTK/)
    expect_ciphertext
  end

  def expect_main_path(seen, version)
    expect(seen["version"]).to match(version)
    expect(seen["lost"]).to eq(I18n.t("js.encrypted_messages.composer.no_answer"))
    %w[read unlocked reloaded].each do |moment|
      expect(seen.dig(moment, "title")).to eq(wish[:title])
      expect(seen.dig(moment, "html")).to include("<strong>the #{marker}</strong>")
    end
    expect(seen["shownWhileLocked"]).not_to include(marker.text)
    expect(seen["extractable"]).to eq(0)
    expect(seen["faults"]).to be_empty
  end

  # Once, although the first attempt was lost.
  def expect_ciphertext
    topic = Topic.private_messages.sole
    expect(topic.first_post.raw).to start_with("encrypted-message:v1:")
    expect([topic, topic.first_post].to_json).not_to include(marker.text)
  end
end
