# frozen_string_literal: true

# Background work. Core hands it to Sidekiq after the commit; the host runs it then and there, or with `run_later!`
# (specs begin so) only keeps a list of it.
module Jobs
  class Base
    # @param opts [Hash] what was enqueued, after a round trip through JSON
    def perform(opts)
      execute(opts.with_indifferent_access)
    end
  end

  # Work that is done by the clock, not when something happens. Core's scheduler runs it; here nothing does, specs call it.
  class Scheduled < Base
    # @param duration [ActiveSupport::Duration] how often; without it, what was said before
    def self.every(duration = nil)
      duration ? @every = duration : @every
    end
  end

  class << self
    # @return [Array<Hash>] class and args of what has been enqueued and not run
    def queue
      @queue ||= []
    end

    def run_later?
      !!@run_later
    end

    def run_later!
      @run_later = true
    end

    def run_immediately!
      @run_later = false
    end

    def enqueue(job, opts = {})
      klass = job.is_a?(Class) ? job : "Jobs::#{job.to_s.camelcase}".constantize
      args = JSON.parse(opts.to_json)
      DB.after_commit { run_later? ? queue << { class: klass, args: } : run(klass, args) }
    end

    private

    # A job that fails does not fail the request that enqueued it, except in specs.
    def run(klass, args)
      klass.new.perform(args)
    rescue StandardError => e
      raise if Rails.env.test?
      Rails.logger.error(
        "#{klass.name} failed: #{e.class} #{e.message}\n#{e.backtrace.first(5).join("\n")}",
      )
    end
  end
end
