# frozen_string_literal: true

require_relative "list"
require_relative "used"

module CoreSeams
  # Whether core-seams.yml lists what the sources use, and nothing else.
  class Completeness
    # Where a path of the list may be meant to lie.
    FOLDERS = [
      "",
      "assets/javascripts/discourse/",
      "assets/stylesheets/",
      "lib/encrypted_messages/",
    ].freeze
    # Kinds that the sources are not read for by themselves: what is listed is looked for by its word.
    BY_WORD = %w[
      server/columns
      server/serializers
      client/members
      client/services
      server/constants
    ].freeze
    UNTOLD = %w[client/source server/source].freeze

    # @param files [Hash] path → text
    def initialize(list, files)
      @list = list
      @files = files.reject { |path, _| path.start_with?("test/", "spec/") }
      @used = Used.new(@files).names
    end

    def breaches
      @list.faults + unlisted + idle + misplaced
    end

    private

    def unlisted
      known = @list.seams.flat_map { |seam| [seam.id, "#{seam.kind} #{seam.owner}"] }.uniq
      @used
        .reject { |id, _| known.include?(id) || own?(id) || extended?(id, known) }
        .map do |id, paths|
          "core-seams.yml: \"#{id}\" is used by #{paths.join(", ")}, and not listed"
        end
    end

    # A class that the list has among those that are extended needs no place among the constants.
    def extended?(id, known)
      name = id.delete_prefix("server/constants ")
      ["", ".singleton_class"].any? { |side| known.include?("server/prepends #{name}#{side}") }
    end

    def own?(id)
      id.start_with?("server/constants ") && own_constants.include?(id.split.last[/\w+/])
    end

    def own_constants
      @own_constants ||=
        @files
          .values_at(*@files.keys.grep(Used::SERVER))
          .flat_map do |text|
            text.scan(/^\s*(?:class|module) (?:EncryptedMessages::)?(\w+)|^\s*([A-Z]\w*) =/)
          end
          .flatten
          .compact
          .uniq
    end

    def idle
      @list
        .seams
        .reject { |seam| used?(seam) }
        .map { |seam| "core-seams.yml: \"#{seam.id}\" is listed, and used no more" }
    end

    def used?(seam)
      return true if @used.key?(seam.id) || UNTOLD.include?(seam.kind)
      word = seam.part.empty? ? seam.name : seam.part.delete_prefix("self.")
      BY_WORD.include?(seam.kind) &&
        of(seam).any? { |path| @files[path].match?(/(?<!\w)#{Regexp.escape(word)}(?!\w)/) }
    end

    # A file that the list names is there, and uses something of what it is named for.
    def misplaced
      @list
        .seams
        .flat_map { |seam| seam.by.map { |by| [seam.kind, by] } }
        .uniq
        .filter_map do |kind, by|
          "core-seams.yml: #{by} is named, and not there" if paths(by).empty?
        end
    end

    def of(seam)
      seam.by.flat_map { |by| paths(by) }
    end

    def paths(by)
      places = FOLDERS.map { |folder| folder + by }
      @files.keys.select do |path|
        places.any? { |place| path == place || path.start_with?("#{place}/") }
      end
    end
  end
end
