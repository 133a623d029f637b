# frozen_string_literal: true

require "capybara/dsl"
require "capybara/playwright"

# A real Chromium, driven by Playwright through Capybara. There is one for all sessions of the process: a session is a
# browser context, which is a profile of its own, as a private window is.
module Chromium
  HEADLESS = ENV["PLAYWRIGHT_HEADLESS"] != "0"
  # Without a window there is the headless shell, as Playwright takes it by itself, at two thirds of the processor time: it
  # draws no window that nobody sees. Its engine is Chromium's, its permissions are not (notifications and writing to the
  # clipboard are denied): CHROMIUM=/usr/bin/chromium takes the whole browser, as core does.
  EXECUTABLE = ENV["CHROMIUM"].presence || "/usr/bin/chromium#{"-headless-shell" if HEADLESS}"
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
      Driver.new(app, logger: Logger.new(IO::NULL), **options)
    end
  end

  # @return [Playwright::Browser] started when it is first asked for, ended with the process
  def self.browser
    @browser ||=
      begin
        runner =
          Capybara::Playwright::BrowserRunner.new(
            browser_type: :chromium,
            executablePath: EXECUTABLE,
            headless: HEADLESS,
            args: FLAGS,
            playwright_cli_executable_path: PLAYWRIGHT,
          )
        process = Process.pid
        at_exit { runner.stop if Process.pid == process }
        runner.start
      end
  end

  # The gem's driver starts a browser for each session; this one takes a share of the one that is there.
  class Driver < Capybara::Playwright::Driver
    private

    def playwright_browser
      @playwright_browser ||= OwnContexts.new(Chromium.browser)
    end
  end

  # The browser as one session sees it: with its own contexts alone, for it closes all that it sees.
  class OwnContexts < SimpleDelegator
    def initialize(browser)
      super
      @own = []
    end

    def new_context(**)
      super.tap { |context| @own << context }
    end

    def contexts
      @own &= super
    end
  end
end
