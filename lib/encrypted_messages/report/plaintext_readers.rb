# frozen_string_literal: true

module EncryptedMessages
  # Finds other plugins and themes whose code could read a message before it is encrypted or after it is decrypted. All
  # code of a page can do that, so an empty list proves nothing: this finds the calls that plugins and themes ordinarily
  # use, so that administrators and members know of them.
  #
  # What Discourse ships, or names as its own, is trusted as Discourse is, and is shown to administrators only.
  class PlaintextReaders
    Reader = Struct.new(:kind, :name, :reasons, :bundled, keyword_init: true)

    # @return [Array<Reader>]
    def self.all
      plugins + themes
    end

    # @return [Array<Reader>] those that are not Discourse's own
    def self.foreign
      all.reject(&:bundled)
    end

    # @return [Array<String>] their names, for members
    def self.names
      foreign.map(&:name).uniq.sort
    end

    # A plugin's files do not change while the process runs, so the result is kept for all sites of the process.
    def self.plugins
      Discourse.plugins.filter_map do |plugin|
        next if plugin.name == PLUGIN_NAME || !plugin.enabled?
        reasons =
          PLUGIN_REASONS.compute_if_absent(plugin.directory) do
            SuspiciousCode.in_plugin(plugin.directory)
          end
        next if reasons.empty?
        bundled = plugin.metadata.official?
        Reader.new(kind: "plugin", name: plugin.name, reasons:, bundled:)
      end
    end

    PLUGIN_REASONS = Concurrent::Map.new
    private_constant :PLUGIN_REASONS

    # Themes and components that a member may be served. The result is kept in core's cache of its themes: per site,
    # until one of the site's themes changes.
    def self.themes
      found = Theme.get_set_cache("encrypted_messages_plaintext_readers") { ThemeCode.found }
      found.map do |id, name, reasons|
        # themes of Discourse itself have negative ids
        Reader.new(kind: "theme", name:, reasons:, bundled: id.negative?)
      end
    end
  end
end
