# frozen_string_literal: true

module EncryptedMessages
  # The places where this plugin changes classes of core, and of plugins that come with it, for want of a hook.
  # `plugin.rb` applies the table in one loop; nothing is changed elsewhere.
  #
  # Each row also says what it relies on. If a later core no longer has that, administrators are told
  # (`ProblemCheck::EncryptedMessagesSeams`); and if plain text would be stored or sent, the site takes no more
  # encrypted messages (`sending_off?`) instead of taking them without a guard.
  #
  # The guards stay when the plugin is switched off. Otherwise the next reply in an encrypted message would be stored as
  # plain text.
  module Seams
    TABLE = [*SeamsOfCore::ROWS, *SeamsOfPlugins::ROWS].freeze

    # @return [Array<Seam>]
    def self.all
      @all ||= TABLE.map { |row| Seam.new(**row) }
    end

    # Core's classes are there at once; those of other plugins only when the last plugin is initialized.
    def self.apply_to_core
      all.reject(&:plugin).each(&:apply)
    end

    def self.apply_to_plugins
      all.select(&:plugin).each(&:apply)
    end

    # For what is registered with core by its own ways. If a class has another name in a later core, the site starts
    # without that.
    #
    # @param what [String] as it is named to administrators
    def self.attempt(what)
      unregistered.delete(what)
      yield
    rescue NameError => e
      Rails.logger.error("encrypted messages: #{what} cannot be registered: #{e.message}")
      unregistered << what
    end

    # @return [Set<String>]
    def self.unregistered
      @unregistered ||= Set.new
    end

    # @return [Array<String>] classes, methods and columns that the plugin relies on and that are missing
    def self.missing
      [*unregistered, *all.flat_map(&:missing)].uniq
    end

    # @return [Boolean] whether something is missing without which plain text could be stored or sent
    def self.sending_off?
      all.any? { |seam| seam.guards && seam.missing.any? }
    end
  end
end
