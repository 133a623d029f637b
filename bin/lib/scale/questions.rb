# frozen_string_literal: true

module Scale
  # What is asked of the database, how often, and how PostgreSQL answers it.
  class Questions
    # A table that is smaller than this is read whole, whatever indexes it has.
    LARGE = 10_000

    # @return [Array<String>] the large tables that were read from end to end, or nearly so
    attr_reader :scanned

    def initialize
      @asked = {}
      @scanned = []
    end

    # @return whatever the block returns
    def during(&block)
      note = ->(_, start, finish, _, payload) do
        next if %w[SCHEMA TRANSACTION].include?(payload[:name])
        sql, seconds = payload.fetch(:sql), finish - start
        entry = (@asked[kind(sql)] ||= { count: 0, seconds: 0, longest: 0 })
        entry[:count] += 1
        entry[:seconds] += seconds
        next if seconds < entry[:longest]
        entry.merge!(longest: seconds, sql:, binds: payload[:type_casted_binds])
      end
      ActiveSupport::Notifications.subscribed(note, "sql.active_record", &block)
    end

    # With the plan of that time which took longest.
    def print
      @asked.each do |kind, asked|
        puts "", format("%d times, %.3f s: %s", asked[:count], asked[:seconds], kind)
        next if !kind.match?(/\A(SELECT|DELETE)/)
        plan = plan(asked[:sql], asked[:binds])
        puts plan.map { |line| "    #{line.truncate(160)}" }
        @scanned |= plan.filter_map { |line| scanned_in(line) }
      end
      puts "",
           format(
             "%d questions, %.3f s",
             @asked.values.sum { _1[:count] },
             @asked.values.sum { _1[:seconds] },
           )
    end

    private

    # Without what differs from time to time.
    def kind(sql)
      sql
        .gsub(/\d+(, \d+)+/, "…")
        .gsub(/\$\d+(, \$\d+)+/, "…")
        .gsub(/\$?\b\d+\b/, "…")
        .squish
        .truncate(400)
    end

    def plan(sql, binds)
      connection = ActiveRecord::Base.connection
      values = (binds.respond_to?(:call) ? binds.call : binds) || []
      rows = nil
      connection.transaction do
        rows =
          connection.raw_connection.exec_params(
            "EXPLAIN (ANALYZE, TIMING OFF) #{sql}",
            values.map { |value| value&.to_s },
          )
        rows = rows.column_values(0)
        raise ActiveRecord::Rollback
      end
      rows
    end

    # By an index too: where it is read as a whole, more rows come of it than a day has brought.
    #
    # @return [String, nil] the table that this line of a plan reads much of
    def scanned_in(line)
      scan, table = line.match(/(Seq|Index|Index Only|Bitmap Heap) Scan.* on (\w+)/)&.captures
      rows, loops = line.match(/actual rows=(\d+) loops=(\d+)/)&.captures&.map(&:to_i)
      table if table && ((scan == "Seq" && large?(table)) || rows.to_i * loops.to_i > LARGE)
    end

    def large?(table)
      ActiveRecord::Base.connection.select_value("SELECT count(*) FROM #{table}") > LARGE
    end
  end
end
