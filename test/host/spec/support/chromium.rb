# frozen_string_literal: true

require "capybara/dsl"
require "capybara/playwright"

# A real Chromium, driven by Playwright through Capybara.
module Chromium
  EXECUTABLE = ENV["CHROMIUM"].presence || "/usr/bin/chromium"
  PLAYWRIGHT = File.expand_path("../../node_modules/.bin/playwright-core", __dir__)
  # Runs as root, in containers, with no network but the loopback.
  FLAGS = %w[
    --no-sandbox
    --disable-gpu
    --disable-dev-shm-usage
    --disable-quic
    --no-first-run
    --disable-background-networking
    --disable-component-update
    --disable-sync
    --mute-audio
    --force-device-scale-factor=1
  ].freeze
  MOBILE = {
    viewport: {
      width: 390,
      height: 664,
    },
    deviceScaleFactor: 3,
    isMobile: true,
    hasTouch: true,
    userAgent:
      "Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Mobile/15E148 Safari/604.1",
  }.freeze

  # The drivers by core's names.
  def self.register_drivers
    register :playwright_chrome, viewport: { width: 1400, height: 1400 }
    register :playwright_mobile_chrome, **MOBILE
  end

  # options: those of Playwright's browser contexts
  def self.register(name, **options)
    Capybara.register_driver(name) do |app|
      Capybara::Playwright::Driver.new(
        app,
        browser_type: :chromium,
        executablePath: EXECUTABLE,
        headless: ENV["PLAYWRIGHT_HEADLESS"] != "0",
        args: FLAGS,
        playwright_cli_executable_path: PLAYWRIGHT,
        logger: Logger.new(IO::NULL),
        **options,
      )
    end
  end
end
