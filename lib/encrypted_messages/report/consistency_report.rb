# frozen_string_literal: true

module EncryptedMessages
  # Looks for what should not be: rows that do not fit together, and plain text where there should be
  # none. It counts and tells, and only ever takes away: what belongs to an account that does not exist.
  # Nobody gets a key or a membership by it. Counts alone are told and logged: no name, no id, no text.
  class ConsistencyReport
    KEY = "consistency_report"
    # Where the next report goes on: `after` and `seen`, as `ConsistencyWindow.ends`; `open`, as the
    # window takes it; `dead_rows`, as `DeadRows.remove_some` returns it.
    PROGRESS = "consistency_progress"

    # Looks at what is new, and whether what was found the last time is still there.
    # @return [Hash] as `latest`
    def self.make
      progress = stored(PROGRESS)&.deep_symbolize_keys || start
      removed, dead_rows = DeadRows.remove_some(progress[:dead_rows])
      window = ConsistencyWindow.new(progress[:after], progress[:open])
      keep(window, removed, after: progress[:seen], dead_rows:)
    end

    # Looks at all there is, which takes its time.
    # @return [Hash] as `latest`
    def self.make_of_everything
      removed = DeadRows.remove_all
      keep(ConsistencyWindow.everything, removed, after: ConsistencyWindow.ends, dead_rows: {})
    end

    # @return [Hash, nil] `at`: time, ISO 8601; `findings`: name => count, of `ConsistencyFindings`;
    #   `removed`: name => count of rows, of `DeadRows`. nil before the first report.
    def self.latest
      stored(KEY)
    end

    def self.stored(key)
      PluginStore.get(PLUGIN_NAME, key)
    end
    private_class_method :stored

    def self.start
      beginning = ConsistencyWindow.beginning
      { after: beginning, seen: beginning, open: {}, dead_rows: {} }
    end
    private_class_method :start

    # What was seen the last time is looked at once more: a row can come after one with a higher id, and
    # core takes note of no edit of a post that is some minutes old.
    def self.keep(window, removed, after:, dead_rows:)
      seen = ConsistencyWindow.ends
      findings, open = ConsistencyFindings.in(window)
      report = { at: Time.zone.now.iso8601, findings:, removed: }
      PluginStore.set(PLUGIN_NAME, KEY, report)
      PluginStore.set(PLUGIN_NAME, PROGRESS, { after:, seen:, open:, dead_rows: })
      log(report)
      latest
    end
    private_class_method :keep

    def self.log(report)
      counts = report[:findings].merge(report[:removed].transform_keys { |name| "removed_#{name}" })
      counts = counts.select { |_, count| count > 0 }
      return if counts.empty?
      Rails.logger.warn(
        "#{PLUGIN_NAME}: #{counts.map { |name, count| "#{name}=#{count}" }.join(" ")}",
      )
    end
    private_class_method :log
  end
end
