# frozen_string_literal: true

module EncryptedMessages
  # Other plugins and themes whose code could read a message before it is encrypted or after it is
  # decrypted (R15). All code of a page can do that, and this is no proof: it finds the calls by which
  # plugins and themes ordinarily do, so that who runs the site, and who writes on it, know of them.
  #
  # What Discourse ships, or names as its own, is trusted as Discourse is, and told to administrators
  # only.
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

    # A plugin's files are those the process was started with, for whichever of its sites.
    def self.plugins
      Discourse.plugins.filter_map do |plugin|
        next if plugin.name == PLUGIN_NAME || !plugin.enabled?
        reasons =
          PLUGIN_REASONS.compute_if_absent(plugin.directory) do
            PluginCode.reasons(plugin.directory)
          end
        next if reasons.empty?
        bundled = plugin.metadata.official?
        Reader.new(kind: "plugin", name: plugin.name, reasons:, bundled:)
      end
    end

    PLUGIN_REASONS = Concurrent::Map.new
    private_constant :PLUGIN_REASONS

    # Themes and components that a member may be given. Kept where core keeps what it gives them of its
    # themes: for each site, until one of the site's themes changes.
    def self.themes
      found = Theme.get_set_cache("encrypted_messages_plaintext_readers") { ThemeCode.found }
      found.map do |id, name, reasons|
        # those of Discourse itself have ids below zero
        Reader.new(kind: "theme", name:, reasons:, bundled: id.negative?)
      end
    end
  end
end
