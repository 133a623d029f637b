# frozen_string_literal: true

# Looks for texts that must be nowhere but on the screens of those who may read them: in all requests of the browsers,
# beacons and sockets among them, in the browsers' storage and console, in every column of every table, in the log, in
# mails, on the message bus and in members' archives. Capybara's sessions and application must be wrapped first: LeakDetector.install.
module EncryptedMessages
  class LeakDetector
    EXTRACTABLE_KEY = "EXTRACTABLE"

    class << self
      # The detector of the running example, if it has one.
      attr_accessor :current

      # Once, before Capybara starts its server and its first session.
      def install
        Capybara::Session.prepend(Browser::Watched)
        Capybara.app = Server::Recorder.new(Capybara.app || Rails.application)
        MessageBus.singleton_class.prepend(Server::Publications)
      end
    end

    attr_reader :browser

    def initialize
      @markers = []
      @browser = Browser.new
      @server = Server.new
    end

    # A new random text that must not leak. Write it into messages, titles and secrets: "Meet at #{marker}".
    def marker
      watch(Marker.new.text)
    end

    # A text that must not leak, of at least 10 bytes that appear nowhere else. Returns it.
    def watch(text)
      @markers << Marker.new(text)
      text
    end

    def start
      LeakDetector.current = self
      @server.start
    end

    def stop
      LeakDetector.current = nil
      @server.stop
    end

    # All that was sent and kept so far: channel => list of texts. Call while the sessions are still open.
    def channels
      @browser.texts.merge(@server.texts)
    end

    # Lines saying which marker was found where, and which channel was silent when it should not be.
    def findings(channels = self.channels)
      leaks(channels) + extractable_keys(channels) + blind_spots(channels)
    end

    private

    def leaks(channels)
      channels.flat_map do |channel, texts|
        texts.flat_map do |text|
          readings = Marker.readings(text)
          @markers
            .select { |marker| marker.among?(readings) }
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
require_relative "leak_detector/profile"
