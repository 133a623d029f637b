# frozen_string_literal: true

require_relative "checkout"
require_relative "demands"
require_relative "facts"
require_relative "list"

module CoreSeams
  # Asks a checkout of Discourse for each seam of the list.
  class Check
    # @!attribute state :holds, :moved (elsewhere), :changed (other arguments), :gone, :unread (a partial folder lacks its files)
    Result = Struct.new(:seam, :state, :words)

    # Kinds whose names many files have: elsewhere is only where a file has the same name.
    OF_ONE_FILE = %w[
      client/classes
      client/members
      client/models
      client/modules
      client/selectors
      client/services
      server/api
      server/columns
    ].freeze

    DECLARED = %w[client/api client/classes client/modules].freeze
    NOWHERE_ELSE = %w[client/texts server/settings].freeze

    # @param partial [Boolean] whether the folder has only some of core's files, so that an absent one tells nothing
    def initialize(list, checkout, partial: false)
      @list = list
      @checkout = checkout
      @partial = partial
      @facts = Facts.new(checkout)
    end

    # @return [Array<Result>] one for each seam
    def results
      @results ||=
        begin
          @facts.prepare(@list.seams.flat_map { |seam| paths(seam) })
          @list.seams.map { |seam| result(seam) }
        end
    end

    # @return [Hash] seam's name → why it is otherwise in this version, as the list knows
    def known
      @known ||= @list.known(@checkout.version)
    end

    # @return [Array<Result>] what nobody expects: otherwise and not known, or known and not otherwise
    def unexpected
      results.reject { |result| expected?(result) }
    end

    # @return [Array<Result>] what is otherwise, as known
    def differing
      results.select { |result| known.key?(result.seam.id) && expected?(result) }
    end

    private

    def expected?(result)
      return true if result.state == :unread
      (result.state == :holds) ^ known.key?(result.seam.id)
    end

    def paths(seam)
      seam.files.flat_map { |file| @checkout.paths(file) }
    end

    def result(seam)
      files = paths(seam)

      state, words = answer(Demands.of(seam), seam, files)
      state = :unread if %i[gone moved].include?(state) && @partial && elsewhere_perhaps?(seam)
      Result.new(seam, state, words)
    end

    # Whether it may be in a file that a partial folder lacks. Declarations, which tell of a module's exports and methods all
    # there is, know nothing of templates and of what a file does.
    def elsewhere_perhaps?(seam)
      seam.files.any? do |file|
        found = @checkout.paths(file)
        found.empty? ||
          (found.all? { |path| path.end_with?(".d.ts") } && !DECLARED.include?(seam.kind))
      end
    end

    # @return [Array] state, and words that explain it
    def answer(demand, seam, files)
      said = ask(demand, files)
      return :holds, nil if said.value?(true)
      return :changed, "#{said.keys.first} #{said.values.first}" if said.any?

      said = ask(demand, elsewhere(demand, seam) - files)
      return :moved, "is in #{said.key(true)}" if said.value?(true)
      return :changed, "#{said.keys.first} #{said.values.first}" if said.any?
      [
        :gone,
        (
          if files.empty?
            "#{seam.files.join(", ")} is not there"
          else
            "not in #{files.join(", ")} any more"
          end
        ),
      ]
    end

    # @return [Hash] path → its answer, of those that have one
    def ask(demand, files)
      @facts.prepare(files)
      files.to_h { |path| [path, demand.ask.call(@facts.of(path), @checkout.text(path))] }.compact
    end

    # Where else it may be: of what has a class or module of its own, only files that could be the same one's.
    def elsewhere(demand, seam)
      return [] if NOWHERE_ELSE.include?(seam.kind)
      kinds = seam.client? ? %i[client styles] : %i[server]
      found = kinds.flat_map { |kind| @checkout.saying(demand.words, kind) }
      return found if !OF_ONE_FILE.include?(seam.kind)
      names = seam.files.map { |file| File.basename(file, ".*") }
      found.select { |path| names.include?(File.basename(path).split(".").first) }
    end
  end
end
