# frozen_string_literal: true

module EncryptedMessages
  # Looks for rows that do not fit together, and for plain text where there should be none. It counts and reports, and
  # removes only what belongs to an account or row that no longer exists. It gives nobody a key or a membership. It
  # reports and logs only counts: no name, no id, no text.
  class ConsistencyReport
    KEY = "consistency_report"
    # Where the next report continues: `after` and `seen` as `ConsistencyWindow.ends`, `open` as `ConsistencyWindow.new`
    # takes it, `dead_rows` as `DeadRows.remove_some` returns it.
    PROGRESS = "consistency_progress"

    # Looks at what is new, and whether what was found last time is still there.
    # @return [Hash] as `latest`
    def self.make
      progress = stored(PROGRESS)&.deep_symbolize_keys || start
      removed, dead_rows = DeadRows.remove_some(progress[:dead_rows])
      window = ConsistencyWindow.new(progress[:after], progress[:open])
      keep(window, removed, after: progress[:seen], dead_rows:)
    end

    # Looks at everything, which takes a while on a large site.
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

    # The rows of the last report are looked at once more: a row can become visible after one with a higher id, and core
    # makes no revision for an edit of a post that is only minutes old.
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
