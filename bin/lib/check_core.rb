# frozen_string_literal: true

# See bin/check-core.

require "optparse"
require_relative "core_seams/check"
require_relative "core_seams/report"

partial = false
OptionParser
  .new do |o|
    o.banner = "Usage: bin/check-core [--partial] PATH"
    o.on("--partial", "the folder has only some of core's files") { partial = true }
  end
  .parse!
if !ARGV.one? || !File.directory?(ARGV[0])
  abort "bin/check-core takes the path of one Discourse checkout"
end

list = CoreSeams::List.read(File.expand_path("../..", __dir__))
checkout = CoreSeams::Checkout.new(ARGV[0])
check = CoreSeams::Check.new(list, checkout, partial:)
puts CoreSeams::Report.new(list, check, checkout)
exit check.unexpected.empty?
