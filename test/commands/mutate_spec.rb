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
    "lib/encrypted_messages/rules/tiny.rb" => <<~RUBY,
      class Tiny
        def refusal(count)
          return :none if count.zero?
          :too_many if count > 3 &&
            count != 7
        end
      end
    RUBY
    "spec/lib/tiny_spec.rb" => <<~RUBY,
      require_relative "../../lib/encrypted_messages/rules/tiny"

      RSpec.describe Tiny do
        before(:context) { @refusals = [0, 3, 4].map { |count| Tiny.new.refusal(count) } }
        it("says nothing of it") { expect(@refusals.size).to eq(3) }
        it("refuses") { expect(@refusals).to eq([:none, nil, :too_many]) }
      end
    RUBY
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
    expect(survivors.scan(/^.*:\d+:\d+\n(?:  - .*\n)+  \+ .*$/)).to contain_exactly(
      "assets/javascripts/discourse/lib/tiny.ts:6:10\n  - n > bound\n  + true",
      "assets/javascripts/discourse/lib/tiny.ts:6:10\n  - n > bound\n  + n >= bound",
      "lib/encrypted_messages/rules/tiny.rb:5:16\n  - 7\n  + 8",
      "lib/encrypted_messages/rules/tiny.rb:4:18\n  - count > 3 &&\n  -       count != 7\n  + count > 3",
    )
    expect(table.lines.last).to match(/\Aall +23 +27 +85\.2\n\z/)
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
