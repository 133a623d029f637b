# frozen_string_literal: true

require "open3"
require "tmpdir"

# That bin/mutate tells a change that a test notices from one that none does.
RSpec.describe "bin/mutate" do # rubocop:disable RSpec/DescribeClass
  CHECKOUT = {
    "assets/javascripts/discourse/lib/tiny.ts" => <<~JS,
      export const LARGEST = 10;
      export function isSmall(n: number): boolean {
        return n <= LARGEST;
      }
      export function isAbove(n: number, bound: number): boolean {
        return n > bound;
      }
    JS
    "test/javascripts/unit/lib/tiny-test.ts" => <<~JS,
      import { module, test } from "qunit";
      import { isAbove, isSmall } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/tiny";

      module("tiny", function (hooks) {
        let bound: boolean;
        hooks.before(() => (bound = isAbove(2, 1)));
        test("another", (assert) => assert.true(isSmall(9)));
        test("small", (assert) => assert.false(isSmall(11)));
        test("at the bound", (assert) => assert.true(isSmall(10)));
        test("above", (assert) => assert.true(bound));
      });
    JS
  }.freeze

  def mutate(files, *arguments)
    Dir.mktmpdir do |checkout|
      files.each do |path, text|
        FileUtils.mkdir_p(File.dirname("#{checkout}/#{path}"))
        File.write("#{checkout}/#{path}", text)
      end
      Open3.capture3("bin/mutate", "--of", checkout, *arguments, chdir: Discourse::REPOSITORY.to_s)
    end
  end

  it "shows what no test noticed, and the share of what one did" do
    out, errors, status = mutate(CHECKOUT)
    expect(status.exitstatus).to eq(1), errors
    survivors, table = out.split(/^ +noticed.*\n/)
    expect(survivors.scan(/^.*:\d+:\d+\n  - .*\n  \+ .*$/)).to contain_exactly(
      "assets/javascripts/discourse/lib/tiny.ts:6:10\n  - n > bound\n  + true",
      "assets/javascripts/discourse/lib/tiny.ts:6:10\n  - n > bound\n  + n >= bound",
    )
    expect(table.lines.last).to match(/\Aall +8 +10 +80\.0\n\z/)
  end

  it "passes where all was noticed, by a test or by what comes before it" do
    heart, tests = CHECKOUT.keys
    further = 'test("at the other", (assert) => assert.false(isAbove(1, 1))); '
    text = CHECKOUT[tests].sub("test(") { further + "test(" }
    out, errors, status =
      mutate({ heart => CHECKOUT[heart], tests => text }, "--only", "tiny,huge", "--json")
    expect(status).to be_success, errors
    changes = JSON.parse(out)
    expect(changes.map { |change| change["became"] }).to include("n < LARGEST", "n <= bound")
    expect(changes.map { |change| change["killed"] }.uniq).to eq([true])
  end

  it "knows no file that is not there" do
    _, errors, status = mutate(CHECKOUT, "--only", "huge")
    expect(errors).to include("No such file: huge")
    expect(status).not_to be_success
  end
end
