# frozen_string_literal: true

# System specs: a real browser against this process's own Puma. Stands for the Capybara half of core's
# spec/rails_helper.rb.

require "capybara/rspec"
require_relative "chromium"
require_relative "system_helpers"

module SystemSpecs
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

Chromium.register_drivers
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
