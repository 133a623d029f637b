# frozen_string_literal: true

# See bin/demo. Needs a PostgreSQL server, as bin/lib/with-postgres gives.

ENV["RAILS_ENV"] = "demo"
ENV["HOST_LOG"] ||= File.expand_path("../../tmp/demo/forum.log", __dir__)
$stdout.sync = true

require_relative "demo/forum"
require_relative "demo/play"
require_relative "demo/transcript"

forum = Demo::Forum.new
forum.start
play = Demo::Play.new(forum)
held = play.run
Demo::Transcript.new(play).print if held
exit held if !held || ARGV.include?("--once")

puts <<~TEXT

  The forum is at #{forum.url} until you press Ctrl+C.
  Use two browsers, or a private window beside the first, and log in as

  #{forum.members.map { |member| format("%-8s password %s", member.username, Demo::Forum::PASSWORD) }.join("\n")}

  Jane's secret is "#{Demo::Play::JANE_SECRET}", Pete's "#{Demo::Play::PETE_SECRET}"; Karl has not enabled
  encrypted messaging yet. Mails are written to #{forum.mails}.
TEXT
begin
  sleep
rescue Interrupt
  puts
end
