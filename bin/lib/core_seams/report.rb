# frozen_string_literal: true

module CoreSeams
  # What a check found, in one screen.
  class Report
    STATES = {
      moved: "Moved",
      changed: "Changed",
      gone: "Gone",
      holds: "Listed as different, and the same",
    }.freeze

    # Of what a part of a checkout has not, so many are named.
    SHOWN = 20

    def initialize(list, check, checkout)
      @list = list
      @check = check
      @checkout = checkout
    end

    def to_s
      [heading, *kinds, *unexpected, *known, *unread].join("\n")
    end

    private

    def heading
      version = @checkout.version || "of unknown version"
      "Discourse #{version}: #{count(:holds)} of #{@check.results.size} seams hold"
    end

    def kinds
      @check
        .results
        .group_by { |result| result.seam.kind }
        .map do |kind, results|
          format("  %-26s %3d of %3d", kind, results.count { |r| r.state == :holds }, results.size)
        end
    end

    def unexpected
      @check
        .unexpected
        .group_by(&:state)
        .sort_by { |state, _| STATES.keys.index(state) }
        .flat_map do |state, results|
          ["", "#{STATES.fetch(state)}:"] + results.flat_map { |result| lines(result) }
        end
    end

    def lines(result)
      seam = result.seam
      [
        "  #{seam.id}: #{result.words.nil? ? @check.known[seam.id] : result.words}",
        "    used by #{seam.by.join(", ")}; compared at #{@list.compared(seam)}; without it: #{seam.breaks}",
      ]
    end

    def known
      groups = @check.differing.group_by { |result| @check.known[result.seam.id] }
      return [] if groups.empty?
      ["", "Known differences of this version: #{@check.differing.size}"] +
        groups.map { |why, results| "  #{why} (#{results.size}): #{names(results)}" }
    end

    def unread
      return [] if count(:unread).zero?
      results = @check.results.select { |result| result.state == :unread }
      shown = results.first(SHOWN)
      rest = ", and #{results.size - SHOWN} more" if results.size > SHOWN
      ["", "Not in this folder (#{results.size}): #{names(shown)}#{rest}"]
    end

    def names(results)
      results.map { |result| result.seam.name }.join(", ")
    end

    def count(state)
      @check.results.count { |result| result.state == state }
    end
  end
end
