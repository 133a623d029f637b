# frozen_string_literal: true

# Which tests show which requirement of the commission: those that bear its number ("R7") in their description.
class RequirementsTable
  ALL = (1..28).map { |number| "R#{number}" }.freeze

  # @param tests [Array(String, String)] full description, and "passed", "failed" or how else it ended
  def initialize(tests)
    @statuses = ALL.to_h { |requirement| [requirement, []] }
    tests.each do |description, status|
      description.scan(/\bR\d+\b/).uniq.each { |requirement| @statuses[requirement]&.push(status) }
    end
  end

  # Whether each is shown by a test that passed.
  def complete?
    @statuses.values.all? { |statuses| statuses.include?("passed") }
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
