# frozen_string_literal: true

module EncryptedMessages
  # Where this plugin changes classes of core, and of plugins that come with it, for want of a hook. `plugin.rb` applies
  # the table in one loop, and what is not in it is changed nowhere. It also says what each row relies on: a later core
  # that has it no more, or otherwise, is named to administrators (`ProblemCheck::EncryptedMessagesSeams`), and where
  # plain text would get out, nothing encrypted is taken any more (`sending_off?`), rather than taken without its guard.
  #
  # The guards among them stay when the plugin is switched off, or the next reply in an encrypted message would be stored
  # as plain text.
  module Seams
    TABLE = [*SeamsOfCore::ROWS, *SeamsOfPlugins::ROWS].freeze

    # @return [Array<Seam>]
    def self.all
      @all ||= TABLE.map { |row| Seam.new(**row) }
    end

    # In core's classes at once; in those of other plugins when the last of these has them.
    def self.apply_to_core
      all.reject(&:plugin).each(&:apply)
    end

    def self.apply_to_plugins
      all.select(&:plugin).each(&:apply)
    end

    # For what core has a way to register, where its classes may have another name by now: the site starts without it.
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

    # @return [Array<String>] what is relied on and is not there: classes, methods, columns
    def self.missing
      [*unregistered, *all.flat_map(&:missing)].uniq
    end

    # @return [Boolean] whether something is missing without which plain text could be stored or sent
    def self.sending_off?
      all.any? { |seam| seam.guards && seam.missing.any? }
    end
  end
end
