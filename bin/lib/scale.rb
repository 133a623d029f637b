# frozen_string_literal: true

# See bin/scale. Needs a PostgreSQL server, as bin/lib/with-postgres gives.

ENV["RAILS_ENV"] = "test"
ENV["HOST_DB_SUFFIX"] = "_scale"
$stdout.sync = true

require_relative "../../test/host/config/environment"
require_relative "../../test/host/spec/support/test_database"
require_relative "scale/questions"
require_relative "scale/site"

module Scale
  def self.timed(what)
    start = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    result = yield
    puts format("%-64s %8.1f s", what, Process.clock_gettime(Process::CLOCK_MONOTONIC) - start)
    result
  end

  # What is asked for rosters, of one who takes part in many conversations.
  def self.rosters
    reader =
      User.find(
        EncryptedMessages::ConversationKey
          .group(:user_id)
          .order(Arel.sql("count(*) DESC"))
          .pick(:user_id),
      )
    topic_ids =
      EncryptedMessages::ConversationKey.where(user_id: reader.id).limit(50).pluck(:topic_id)
    -> do
      EncryptedMessages::Rosters.for(reader, topic_ids.index_with { 0 })
      EncryptedMessages::RosterGate.newest(topic_ids.first)
      EncryptedMessages::RosterGate.members(topic_ids.first)
      EncryptedMessages::GoneMember.cards_for(reader, topic_ids.map { |id| 1_000_000 + id })
    end
  end

  def self.report
    Jobs::EncryptedMessages::CheckConsistency.new.execute({})
    EncryptedMessages::ConsistencyReport.latest
  end
end

TestDatabase.prepare
site = Scale::Site.new(ordinary: 700_000, encrypted: 300_000)
Scale.timed("Generating #{site.size} posts, #{site.encrypted} of them encrypted") { site.generate }
Rails.application.load_tasks
Scale.timed("The full scan, once") { Rake::Task["encrypted_messages:check"].invoke }
Scale.timed("A day: 2000 posts, of them 600 encrypted, and 100 edits") { site.live_a_day }
Scale.timed("Its report") { Scale.report }
Scale.timed("Another day") { site.live_a_day }

questions = Scale::Questions.new
latest = Scale.timed("The report, which looks at both days") { questions.during { Scale.report } }
ask = Scale.rosters
Scale.timed("Rosters of 50 conversations, and what is asked before a post") do
  questions.during(&ask)
end
questions.print
found = latest[:findings].select { |_, count| count > 0 }
puts "Found: #{found.empty? ? "nothing that should not be" : found}"

scanned = questions.scanned
abort "These tables were read from end to end: #{scanned.join(", ")}" if scanned.any?
abort "The report is wrong." if found.any?
