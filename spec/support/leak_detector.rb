# frozen_string_literal: true

# Watches every system spec of this plugin: texts and secrets that a spec makes with `marker` in them must be found
# nowhere but on the screens of those who may read them. Looked through are all requests of the browsers, beacons and
# sockets among them, the browsers' storage and console, every column of every table, the log and the mails.
module EncryptedMessages
  class LeakDetector
    EXTRACTABLE_KEY = "EXTRACTABLE"

    class << self
      # The detector of the running example, if it has one.
      attr_accessor :current
    end

    attr_reader :browser

    def initialize
      @markers = []
      @browser = Browser.new
      @server = Server.new
    end

    # A new text that must not leak. Write it into messages, titles and secrets: "Meet at #{marker}".
    def marker
      @markers << Marker.new
      @markers.last.text
    end

    def start
      LeakDetector.current = self
      @server.start
    end

    def stop
      LeakDetector.current = nil
      @server.stop
    end

    # Lines saying which marker was found where, and which channel was silent when it should not be.
    def findings
      channels = @browser.texts.merge(@server.texts)
      leaks(channels) + extractable_keys(channels) + blind_spots(channels)
    end

    private

    def leaks(channels)
      channels.flat_map do |channel, texts|
        texts.flat_map do |text|
          @markers
            .select { |marker| marker.in?(text) }
            .map { |marker| "#{marker} leaked into #{channel}: #{text.b.scrub("?")[0, 2000]}" }
        end
      end
    end

    def extractable_keys(channels)
      channels["browser: storage"]
        .grep(/CryptoKey .*#{EXTRACTABLE_KEY}/)
        .map { |text| "A key that can be exported is kept in the browser: #{text}" }
    end

    # A detector that sees nothing proves nothing.
    def blind_spots(channels)
      found = []
      found << "The example has no marker" if @markers.empty?
      [
        "browser: requests",
        "requests as the server got them",
        "the log",
        "table users",
      ].each { |channel| found << "Nothing was seen in #{channel}" if channels[channel].blank? }
      found
    end
  end
end

require_relative "leak_detector/marker"
require_relative "leak_detector/server"
require_relative "leak_detector/browser"

RSpec.shared_context "with leak detector" do
  let(:leak_detector) { EncryptedMessages::LeakDetector.new }

  def marker
    leak_detector.marker
  end

  before { leak_detector.start }

  # In the group's own hook, which runs before the sessions are closed.
  after do
    expect(leak_detector.findings).to be_empty
  ensure
    leak_detector.stop
  end
end

RSpec.configure do |config|
  system_specs = File.expand_path("../system", __dir__)
  config.define_derived_metadata(
    absolute_file_path: %r{\A#{Regexp.escape(system_specs)}/},
  ) { |metadata| metadata[:leak_detector] = true if !metadata.key?(:leak_detector) }
  config.include_context "with leak detector", leak_detector: true

  config.before(:suite) do
    Capybara::Session.prepend(EncryptedMessages::LeakDetector::Browser::Watched)
    Capybara.app =
      EncryptedMessages::LeakDetector::Server::Recorder.new(Capybara.app || Rails.application)
  end
end
