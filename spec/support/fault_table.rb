# frozen_string_literal: true

# What came of the faults that were tried, deed by deed: printed, and put at the end of the document that FAULT_TABLE names,
# in the place of what stood there of the same deeds.
class FaultTable
  OUTCOMES = ["Told", "Went on", "Silent", "Reloaded", "Wrong"].freeze
  HEADINGS = ["What a member does", "Requests", "Writing", "Commits", "Faults", *OUTCOMES].freeze
  REQUESTS = "The requests, in their order:"

  class << self
    # @param requests [Array<FaultySite::Request>]
    # @param outcomes [Array<Array(FaultySite::Fault, String)>] with one of `OUTCOMES`, or "Wrong" and why
    def add(deed, requests, outcomes)
      counts = OUTCOMES.map { |name| outcomes.count { |_, outcome| outcome.start_with?(name) } }
      tried = [requests.size, requests.count(&:writes?), requests.sum(&:commits), outcomes.size]
      @rows[deed] = [deed, *tried, *counts]
      @asked[deed] = requests.map { |request| "`#{request}`" }.join(", ")
    end

    def tell(fault, outcome)
      RSpec.configuration.reporter.message("  #{fault}: #{outcome}")
    end

    def write(path)
      document = File.read(path)
      rows = rows_in(document).index_by(&:first).merge(@rows)
      asked = requests_in(document).merge(@asked)
      rules = ["---", *["--:"] * (HEADINGS.size - 1)]
      lines = [HEADINGS, rules, *rows.sort.map(&:last)].map { |cells| "| #{cells.join(" | ")} |" }
      lines += ["", REQUESTS, "", *asked.sort.map { |pair| wrapped("- #{pair.join(": ")}") }]
      File.write(path, "#{parts(document).first}#{lines.join("\n")}\n")
    end

    # @return [Array<Array<String>>] the cells of each deed's row
    def rows_in(document)
      rows = parts(document)[1].to_s.lines.drop(2).map { |line| line.split("|").map(&:strip) }
      rows.filter_map { |row| row[1..-2].presence }
    end

    # @return [Hash{String => String}] by deed
    def requests_in(document)
      parts(document)[2].to_s.scan(/^- (.+?): (.+?)(?=^- |\z)/m).to_h.transform_values(&:squish)
    end

    private

    # Between requests.
    def wrapped(text)
      text.scan(/.{1,118}(?:,(?= )|\z)/).map(&:strip).join("\n  ")
    end

    def parts(document)
      document.split(/^(?=\| #{HEADINGS.first}|#{REQUESTS})/)
    end
  end

  @rows = {}
  @asked = {}
end

RSpec.configure do |config|
  config.after(:suite) { FaultTable.write(ENV["FAULT_TABLE"]) if ENV["FAULT_TABLE"] }
end
