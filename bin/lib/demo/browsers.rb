# frozen_string_literal: true

require "capybara/dsl"
require "rspec/expectations"
require "capybara/rspec/matcher_proxies" # both say `within`: in page objects Capybara's is meant
require_relative "../../../spec/support/leak_detector"

# The system specs' own page objects.
support = File.expand_path("../../../test/host/spec", __dir__)
specs = File.expand_path("../../../spec", __dir__)
require "#{support}/support/system_helpers"
Dir["#{support}/system/page_objects/**/base.rb"].each { |file| require file }
Dir["#{support}/system/page_objects/**/*.rb"].each { |file| require file }
Dir["#{specs}/system/page_objects/**/*.rb"].each { |file| require file }

module Demo
  # One browser profile for each device, driven by the system specs' own page objects.
  class Browsers
    include Capybara::DSL

    SCREENSHOTS = File.expand_path("../../../tmp/demo", __dir__)

    def initialize
      Chromium.register :desktop, viewport: { width: 1280, height: 800 }
      Chromium.register :phone, **Chromium::MOBILE, viewport: { width: 390, height: 844 }
      Capybara.default_driver = :desktop
      Capybara.default_max_wait_time = 10
      Capybara.threadsafe = false
      EncryptedMessages::LeakDetector.install
      FileUtils.mkdir_p(SCREENSHOTS)
      FileUtils.rm_f(Dir["#{SCREENSHOTS}/*.png"])
      @shots = 0
    end

    # device: a name; its browser is started when it is first used, a phone's if its name says so
    def on(device, &block)
      devices << device if !devices.include?(device)
      Capybara.using_driver(device.include?("phone") ? :phone : :desktop) do
        using_session(device, &block)
      end
    end

    def log_in(user)
      visit "/login"
      fill_in "login-account-name", with: user.username
      fill_in "login-account-password", with: Forum::PASSWORD
      find("#login-button").click
      find(".header-dropdown-toggle.current-user")
    end

    def screenshot(name)
      @shots += 1
      path = File.join(SCREENSHOTS, format("%02d-%s.png", @shots, name))
      page.driver.with_playwright_page { |shown| shown.screenshot(path: path) }
    end

    # The same page for members who prefer dark colours.
    def screenshot_in_the_dark(name)
      page.driver.with_playwright_page { |shown| shown.emulate_media(colorScheme: "dark") }
      screenshot(name)
    ensure
      page.driver.with_playwright_page { |shown| shown.emulate_media(colorScheme: "light") }
    end

    def screenshot_all(name)
      devices.each { |device| on(device) { screenshot("#{name}-#{device.parameterize}") } }
    end

    def devices
      @devices ||= []
    end

    # The browsers themselves end with this process.
    def close
      Capybara.reset_sessions!
    end
  end
end
