# frozen_string_literal: true

# See bin/scale. Needs a PostgreSQL server, as bin/lib/with-postgres gives.

ENV["RAILS_ENV"] = "test"
ENV["HOST_DB_SUFFIX"] = "_scale"
$stdout.sync = true

require_relative "../../test/host/config/environment"
require_relative "../../test/host/spec/support/test_database"
require_relative "scale/questions"
require_relative "scale/site"

def timed(what)
  start = Process.clock_gettime(Process::CLOCK_MONOTONIC)
  result = yield
  puts format("%-64s %8.1f s", what, Process.clock_gettime(Process::CLOCK_MONOTONIC) - start)
  result
end

def report
  Jobs::EncryptedMessages::CheckConsistency.new.execute({})
  EncryptedMessages::ConsistencyReport.latest
end

TestDatabase.prepare
site = Scale::Site.new(ordinary: 700_000, encrypted: 300_000)
timed("Generating #{site.size} posts, #{site.encrypted} of them encrypted") { site.generate }
Rails.application.load_tasks
timed("The full scan, once") { Rake::Task["encrypted_messages:check"].invoke }
timed("A day: 2000 posts, of them 600 encrypted, and 100 edits") { site.live_a_day }
timed("Its report") { report }
timed("Another day") { site.live_a_day }

questions = Scale::Questions.new
latest = timed("The report, which looks at both days") { questions.during { report } }
questions.print
found = latest[:findings].select { |_, count| count > 0 }
puts "Found: #{found.empty? ? "nothing that should not be" : found}"

scanned = questions.scanned
abort "These tables were read from end to end: #{scanned.join(", ")}" if scanned.any?
abort "The report is wrong." if found.any?
