# frozen_string_literal: true

require "open3"

# That each command says what it does to who asks, and does not do it.
RSpec.describe "The commands' help" do # rubocop:disable RSpec/DescribeClass
  Dir[File.join(Discourse::REPOSITORY, "bin/*")].each do |path|
    next if !File.file?(path) || !File.executable?(path)

    it "is the first lines of bin/#{File.basename(path)}" do
      out, errors, status = Open3.capture3("timeout", "10", path, "--help", chdir: "/")
      expect(status).to be_success, errors
      said = File.readlines(path).drop(1).take_while { |line| line.start_with?("#") }
      expect(out).to eq(said.map { |line| line.sub(/\A# ?/, "") }.join)
    end
  end
end
