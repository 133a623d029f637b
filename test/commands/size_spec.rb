# frozen_string_literal: true

require "open3"

# What members download of the plugin: beyond its limits this fails, and so does a page that has anything of the heart
# before it is needed.
RSpec.describe "What is downloaded" do # rubocop:disable RSpec/DescribeClass
  it "keeps within the limits" do
    out, errors, status = Open3.capture3("bin/size", "--json", chdir: Discourse::REPOSITORY.to_s)
    expect(status).to be_success, errors

    stages = JSON.parse(out)["stages"]
    expect(stages.map { |stage| stage["gzip"] }).to eq(stages.map { |stage| stage["gzip"] }.sort)
    expect(stages.first["files"]).not_to include("everything.js", "recall.js")
  end
end
