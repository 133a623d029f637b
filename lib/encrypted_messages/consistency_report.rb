# frozen_string_literal: true

module EncryptedMessages
  # Looks daily for what should not be: rows that do not fit together, and plain text where there
  # should be none. It counts and tells, and only ever takes away: what belongs to a user, topic or
  # post that does not exist. Nobody gets a key or a membership by it. Counts alone are kept and
  # logged: no name, no id, no text.
  class ConsistencyReport
    KEY = "consistency_report"

    # Makes a new report, keeps it for administrators and logs what there is to see to.
    # @return [Hash] as `latest`
    def self.make
      removed = DeadRows.remove
      report = { at: Time.zone.now.iso8601, findings: ConsistencyFindings.counts, removed: }
      PluginStore.set(PLUGIN_NAME, KEY, report)
      log(report)
      latest
    end

    # @return [Hash, nil] `at`: time, ISO 8601; `findings`: name => count, of `ConsistencyFindings`;
    #   `removed`: name => count of rows, of `DeadRows`. nil before the first report.
    def self.latest
      PluginStore.get(PLUGIN_NAME, KEY)
    end

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
