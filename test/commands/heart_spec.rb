# frozen_string_literal: true

require "open3"
require "tmpdir"

# What runs the heart's tests under Node.
RSpec.describe "The heart's runner" do # rubocop:disable RSpec/DescribeClass
  def run(*arguments)
    command = ["node", "test/heart/run.mjs", *arguments]
    output, status = Open3.capture2e(*command, chdir: Discourse::REPOSITORY.to_s)
    [output, status.success?]
  end

  def run_text(text)
    Dir.mktmpdir do |folder|
      file = File.join(folder, "made-up-test.ts")
      File.write(file, text)
      run(file, "--report", "#{folder}/report.json") +
        [JSON.parse(File.read("#{folder}/report.json"))]
    end
  end

  it "runs the files that browsers run" do
    output, passed = run("--files", "unit/lib/raw")
    expect(output.lines.last).to match(/\A[1-9]\d* passed, 0 failed, 0 skipped\n\z/), output
    expect(passed).to be(true)
  end

  it "tells what fails, and where" do
    output, passed, report = run_text(<<~JS)
      import { module, test } from "qunit";
      import { equal } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
      module("made up", function () {
        const [one, two]: Uint8Array[] = [Uint8Array.of(1), Uint8Array.of(2)];
        test("holds", (assert) => assert.true(equal(one, one)));
        test("fails", (assert) => assert.true(equal(one, two)));
        test("lets something fail behind it", async (assert) => {
          void Promise.reject(new Error("nobody waits"));
          await new Promise((resolve) => setTimeout(resolve));
          assert.true(true);
        });
        test.skip("waits");
      });
    JS
    expect(output).to include("failed: made up > fails", "made-up-test.ts:6", "nobody waits")
    expect(output.lines.last).to eq("1 passed, 2 failed, 1 skipped\n")
    expect(passed).to be(false)
    expect(report.map { |test| test["status"] }).to eq(%w[passed failed failed skipped])
  end

  it "does not pass where nothing ran, or a file does not load" do
    output, passed = run("--files", "unit/lib/raw", "--filter", "no such test")
    expect([output.lines.last.start_with?("0 passed"), passed]).to eq([true, false]), output

    Dir.mktmpdir do |folder|
      File.write("#{folder}/broken-test.ts", 'throw new Error("broken");')
      output, passed = run("#{folder}/broken-test.ts")
      expect(output).to include("Error: broken")
      expect(passed).to be(false)
    end
  end
end
