# frozen_string_literal: true

require "digest"
require "tmpdir"

# Several RSpec processes share the examples of a suite: each runs those that it is the first to claim. All have all files
# loaded, so none waits while there is something to do. Both the runner and those processes load this file.
module SharedExamples
  QUEUE = "SHARED_EXAMPLES"

  # @return [String] an empty folder, where each claim is a file
  def self.new_queue
    folder = Dir.mktmpdir("queue-", "tmp")
    runner = Process.pid
    at_exit { FileUtils.rm_rf(folder) if Process.pid == runner }
    File.expand_path(folder)
  end

  # @return [Boolean] whether nobody has claimed it before
  def self.claim(example_id)
    File.open(File.join(ENV.fetch(QUEUE), Digest::SHA256.hexdigest(example_id)), "wx", &:close)
    true
  rescue Errno::EEXIST
    false
  end

  # Prepended to RSpec's examples. One that is another's is passed over: this process reports nothing of it.
  module Claiming
    def run(...)
      SharedExamples.claim(id) ? super : true
    end
  end
end

if defined?(RSpec::Core) && ENV[SharedExamples::QUEUE]
  RSpec::Core::Example.prepend(SharedExamples::Claiming)
end
