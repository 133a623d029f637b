# frozen_string_literal: true

# System specs: a real Chromium, driven by Playwright through Capybara, against this process's own Puma.
# Stands for the Capybara half of core's spec/rails_helper.rb.

require "capybara/rspec"
require "capybara/playwright"

module SystemSpecs
  CHROMIUM = ENV["CHROMIUM"].presence || "/usr/bin/chromium"
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

  def self.register_drivers
    {
      playwright_chrome: {
        viewport: {
          width: 1400,
          height: 1400,
        },
      },
      playwright_mobile_chrome: MOBILE,
    }.each do |name, options|
      Capybara.register_driver(name) do |app|
        Capybara::Playwright::Driver.new(
          app,
          browser_type: :chromium,
          executablePath: CHROMIUM,
          headless: ENV["PLAYWRIGHT_HEADLESS"] != "0",
          args: FLAGS,
          playwright_cli_executable_path: PLAYWRIGHT,
          logger: Logger.new(IO::NULL),
          **options,
        )
      end
    end
  end

  # A find that waits its whole time in an example that then passes is a mistake in the spec: core fails it.
  module FullWaitFails
    class FullWait < StandardError
    end

    def synchronize(seconds = nil, errors: nil)
      return super if session.synchronized
      begin
        super
      rescue StandardError => error
        waited = [nil, true].include?(seconds) ? session_options.default_max_wait_time : seconds
        if RSpec.current_example && waited != 0 && catch_error?(error, errors)
          RSpec.current_example.metadata[:full_wait] ||= FullWait.new(
            "Passed, but Capybara waited its whole #{waited} s for: #{error.message}",
          )
        end
        raise
      end
    end
  end

  # Between examples nothing is answered any more, so that a late request cannot meet the next example's data.
  class BlockRequests
    class << self
      attr_accessor :blocking
    end

    def initialize(app)
      @app = app
    end

    def call(env)
      return @app.call(env) if !self.class.blocking
      [503, { "content-type" => "text/plain" }, ["Blocked between examples"]]
    end
  end
end

SystemSpecs.register_drivers
Capybara::Node::Base.prepend(SystemSpecs::FullWaitFails)
Capybara.server = :puma, { Silent: true, Threads: "2:8" }
Capybara.server_host = "localhost"
Capybara.default_max_wait_time = (ENV["CAPYBARA_DEFAULT_MAX_WAIT_TIME"].presence || 4).to_i
Capybara.threadsafe = true
Capybara.disable_animation = true
Capybara.w3c_click_offset = false
Capybara.save_path = File.join(Discourse::TMP_DIR, "capybara")
Capybara.app = SystemSpecs::BlockRequests.new(Rails.application)

RSpec.configure do |config|
  config.include SystemHelpers, type: :system

  config.before(:suite) do
    if config.world.all_examples.any? { |example| example.metadata[:type] == :system }
      client = File.expand_path("../../client/build.mjs", __dir__)
      system("node", client, exception: true)
    end
  end

  config.before(:each, type: :system) do |example|
    SystemSpecs::BlockRequests.blocking = false
    driven_by example.metadata[:mobile] ? :playwright_mobile_chrome : :playwright_chrome
    setup_system_test
  end

  config.after(:each, type: :system) do |example|
    raise example.metadata[:full_wait] if example.exception.nil? && example.metadata[:full_wait]
  end

  config.append_after(:each, type: :system) do
    SystemSpecs::BlockRequests.blocking = true
    Capybara.reset_sessions!
    MessageBus.backend_instance.reset!
  end
end
