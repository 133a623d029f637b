# frozen_string_literal: true

# See bin/scale. Needs a PostgreSQL server, as bin/lib/with-postgres gives.

ENV["RAILS_ENV"] = "test"
ENV["HOST_DB_SUFFIX"] = "_scale"
$stdout.sync = true

require_relative "../../test/host/config/environment"
require_relative "../../test/host/spec/support/test_database"
require_relative "scale/growth"
require_relative "scale/page"

posts = (ARGV.first || 1_000_000).to_i
TestDatabase.prepare
small = Scale::Growth.new(posts / 10).measure
ActiveRecord::Tasks::DatabaseTasks.drop_current
ActiveRecord::Base.establish_connection
TestDatabase.prepare
large = Scale::Growth.new(posts).measure(plans: true)
page = Scale::Page.new(small, large)
page.print
page.write

abort "These tables were read from end to end: #{large.scanned.join(", ")}" if large.scanned.any?
abort "The report is wrong." if [small, large].any? { |each| each.found.any? }
