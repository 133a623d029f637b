# frozen_string_literal: true

module SidekiqHelpers
  # Fails unless the block enqueues the job with (at least) these arguments.
  def expect_enqueued_with(job:, args: {}, &block)
    before = Jobs.queue.size
    block.call
    expect(matching_jobs(job, args, Jobs.queue.drop(before))).not_to be_empty
  end

  def expect_not_enqueued_with(job:, args: {}, &block)
    before = Jobs.queue.size
    block.call
    expect(matching_jobs(job, args, Jobs.queue.drop(before))).to be_empty
  end

  def job_enqueued?(job:, args: {})
    matching_jobs(job, args, Jobs.queue).any?
  end

  private

  def matching_jobs(job, args, queue)
    klass = job.is_a?(Class) ? job : "Jobs::#{job.to_s.camelcase}".constantize
    wanted = JSON.parse(args.to_json)
    queue.select { |entry| entry[:class] == klass && entry[:args] >= wanted }
  end
end
