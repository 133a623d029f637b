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

    # A plugin's files are those the process was started with.
    def self.plugins
      Discourse.plugins.filter_map do |plugin|
        next if plugin.name == PLUGIN_NAME || !plugin.enabled?
        reasons =
          (@plugin_reasons ||= {})[plugin.directory] ||= PluginCode.reasons(plugin.directory)
        next if reasons.empty?
        bundled = plugin.metadata.official?
        Reader.new(kind: "plugin", name: plugin.name, reasons:, bundled:)
      end
    end

    # Themes and components that a member may be given. Their fields are looked at again once one of
    # them has changed.
    def self.themes
      version = ThemeCode.version
      @themes = nil if @themes_version != version
      @themes_version = version
      @themes ||=
        ThemeCode.found.map do |id, name, reasons|
          # those of Discourse itself have ids below zero
          Reader.new(kind: "theme", name:, reasons:, bundled: id.negative?)
        end
    end
  end
end
