# frozen_string_literal: true

require "open3"
require "tmpdir"

# What builds the client for the tests.
RSpec.describe "The client's build" do # rubocop:disable RSpec/DescribeClass
  def build(folder)
    command = %w[node test/host/client/build.mjs]
    Open3.capture2e({ "HOST_CLIENT_OUT" => folder }, *command, chdir: Discourse::REPOSITORY.to_s)
  end

  it "displaces an earlier build, and nothing else" do
    Dir.mktmpdir do |folder|
      File.write("#{folder}/kept", "a member's")
      output, status = build(folder)
      expect(output).to include("holds no build")
      expect(status).not_to be_success
      expect(File.read("#{folder}/kept")).to eq("a member's")
    end
  end

  it "goes to its usual place where none is named" do
    output, status = build("")
    expect(output).to include(File.join(Discourse::TMP_DIR, "client"))
    expect(status).to be_success
    expect(File).to exist(File.join(Discourse::REPOSITORY, "plugin.rb"))
  end
end
