# frozen_string_literal: true

require "open3"
require "tmpdir"

# That bin/simulate finds what is wrong on purpose.
RSpec.describe "The simulation" do # rubocop:disable RSpec/DescribeClass
  around { |example| Dir.mktmpdir { |folder| (@folder = folder) && example.run } }

  def simulate(*arguments)
    command = ["bin/simulate", "--failures", "1", *arguments]
    output, status = Open3.capture2e(*command, chdir: Discourse::REPOSITORY.to_s)
    [output, status.exitstatus]
  end

  # @param changes [Hash{String => Array(String, String)}] file of the heart => what is there, what is to be there
  # @return [String] a checkout with such a client
  def changed_client(changes)
    client = File.join(@folder, "assets/javascripts/discourse")
    FileUtils.mkdir_p(client)
    original = File.join(Discourse::REPOSITORY, "assets/javascripts/discourse")
    FileUtils.cp_r(File.join(original, "."), client)
    changes.each do |name, (from, to)|
      text = File.read(File.join(client, "lib", name))
      expect(text).to include(from)
      File.write(File.join(client, "lib", name), text.sub(from) { to })
    end
    @folder
  end

  it "finds nothing in a few runs, and says what was done in them" do
    output, code = simulate("--runs", "20", "--seed", "7")
    expect(output).to include("Seed 7", "honest     lying", "send: done")
    expect(output.lines.last).to eq("20 runs, 0 failed\n")
    expect(code).to eq(0)
  end

  it "finds who still reads though they were removed, and runs it again" do
    client =
      changed_client(
        "roster.ts" => ["!isSomebodyGone(before, entry) || ", "true || "],
        "participants.ts" => ["|| isEpochOver ||", "|| (false && isEpochOver) ||"],
      )
    arguments = ["--only", "honest", "--client", client]
    output, code = simulate("--runs", "40", "--seed", "7", *arguments)
    expect(output).to match(/^a breach: member \d+ opens epoch \d+ of \S+$/)
    expect(code).to eq(1)

    seed = output[%r{bin/simulate --runs 1 --seed (\d+)}, 1]
    again, code = simulate("--runs", "1", "--seed", seed, *arguments)
    expect(again).to include("a breach: ", "1 runs, 1 failed")
    expect(code).to eq(1)
  end

  it "finds what is refused because clocks are wrong" do
    client =
      changed_client(
        "message.ts" => [
          'ensure(entry.epoch === epoch, "wrong-epoch");',
          'ensure(entry.epoch === epoch && message.createdAt <= Date.now(), "wrong-epoch");',
        ],
      )
    output, code = simulate("--runs", "10", "--seed", "7", "--only", "honest", "--client", client)
    told =
      /^(a false alarm|does not read what is theirs): member \d+, device \d+, topic \d+.*\bwrong-epoch\b/
    expect(output).to match(told)
    expect(code).to eq(1)
  end
end
