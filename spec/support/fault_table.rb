# frozen_string_literal: true

# What came of the faults that were tried, deed by deed: printed, and put at the end of the document that FAULT_TABLE names.
class FaultTable
  HEADINGS = [
    "What a member does",
    "Requests",
    "Faults",
    "Told, tried again",
    "Went on",
    "Nothing said",
    "Loaded anew",
    "Wrong",
  ].freeze

  class << self
    # @param requests [Array<FaultySite::Request>]
    # @param outcomes [Array<Array(FaultySite::Fault, String)>] with what `HEADINGS` calls it, or why it is wrong
    def add(deed, requests, outcomes)
      lines =
        outcomes.map do |fault, outcome|
          "  #{requests[fault.number - 1]}, #{fault.how} #{fault.commit}: #{outcome}"
        end
      RSpec.configuration.reporter.message([nil, deed, *lines].join("\n"))
      counts =
        HEADINGS.drop(3).map { |name| outcomes.count { |_, outcome| outcome.start_with?(name) } }
      rows << [deed, requests.size, outcomes.size, *counts]
      asked << "- #{deed}: #{requests.map { |request| "`#{request}`" }.join(", ")}\n"
    end

    def asked
      @asked ||= []
    end

    def rows
      @rows ||= []
    end

    def write(path)
      before = File.read(path).partition("| #{HEADINGS.first}").first
      rules = ["---", *["--:"] * (HEADINGS.size - 1)]
      table = [HEADINGS, rules, *rows.sort].map { |cells| "| #{cells.join(" | ")} |\n" }
      File.write(path, [before, *table, "\nThe requests, in their order:\n\n", *asked.sort].join)
    end
  end
end

RSpec.configure do |config|
  config.after(:suite) { FaultTable.write(ENV["FAULT_TABLE"]) if ENV["FAULT_TABLE"] }
end
