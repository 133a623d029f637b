# frozen_string_literal: true

# Which tests show which requirement of the commission: those that bear its number ("R7") in their description.
class RequirementsTable
  ALL = (1..28).map { |number| "R#{number}" }.freeze

  # @param tests [Array<Suite::Test>]
  # @param partial [Boolean] whether tests were left out on purpose: then only what was run can be told
  def initialize(tests, partial:)
    @statuses = ALL.to_h { |requirement| [requirement, []] }
    tests.each do |test|
      test
        .name
        .scan(/\bR\d+\b/)
        .uniq
        .each { |requirement| @statuses[requirement]&.push(test.status) }
    end
    @statuses.delete_if { |_, statuses| statuses.empty? } if partial
    @partial = partial
  end

  # Whether each is shown by a test that passed.
  def complete?
    @partial || @statuses.values.all? { |statuses| statuses.include?("passed") }
  end

  def empty?
    @statuses.empty?
  end

  def to_s
    rows =
      @statuses.map do |requirement, statuses|
        passed = statuses.count("passed")
        note = "shown by no test" if passed.zero?
        note = "#{statuses.count("failed")} failed" if statuses.include?("failed")
        format("%-12s %6d %8d  %s", requirement, statuses.size, passed, note).rstrip
      end
    ["", "requirement   tests   passed", *rows].join("\n")
  end
end
