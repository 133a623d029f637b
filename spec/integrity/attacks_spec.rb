# frozen_string_literal: true

# The table of attacks in docs/security.md: each leads to a test that is there, or is said not to be defended.
RSpec.describe "The attacks" do
  root = File.expand_path("../..", __dir__)
  KNOWN_ATTACKS = (1..32).map(&:to_s)

  let(:document) { "#{root}/docs/security.md" }
  let(:section) do
    skip("docs/security.md is not here") if !File.exist?(document)
    File.read(document)[/^## The attacks, one by one\n.*?(?=^## )/m]
  end
  # "14a" => the cells beside it
  let(:rows) do
    section
      .scan(/^\| (\d+[a-z]?) +\|(.*)\|$/)
      .to_h { |number, rest| [number, rest.split("|").map(&:strip)] }
  end
  # "8b" => the file, and the test's name in it
  let(:definitions) do
    section
      .scan(/^\[(\d+[a-z])\]: (\S+)\n  "(.+)"$/)
      .to_h { |label, path, name| [label, [path, name]] }
  end
  # "14" => why it is not defended, or not wholly
  let(:reasons) do
    section
      .scan(/^- (\*\*\d+\*\*.*)/)
      .flatten
      .flat_map { |line| line.scan(/\*\*(\d+)\*\*/) }
      .flatten
  end

  def labels(cell)
    cell.scan(/\[(\d+[a-z])\]/).flatten
  end

  # In a vector's file the name of an example, elsewhere a test's own: without the numbers of requirements at its end, and
  # cut short by "…" where it is long.
  def there?(path, name)
    file = File.expand_path(path, File.dirname(document))
    return false if !File.exist?(file)

    text = File.read(file)
    start = Regexp.escape(name.delete_suffix("…"))
    ending = name.end_with?("…") ? "" : '(?: \([^()"`]*\))?["`]'
    before = path.end_with?(".json") ? '"name": "' : '\b(?:test|it)[( ]\s*["`]'
    text.match?(/#{before}#{start}#{ending}/)
  end

  it "are all in the table, each once (R27)" do
    numbers = section.scan(/^\| (\d+[a-z]?) +\|/).flatten
    expect(numbers).to eq(numbers.uniq)
    expect(KNOWN_ATTACKS - numbers.map { |number| number[/\d+/] }).to be_empty
  end

  it "lead to tests that are there (R27)" do
    expect(definitions.size).to be > 40
    expect(rows.values.flat_map { |cells| labels(cells.last) }).to match_array(definitions.keys)
    expect(definitions.values.reject { |path, name| there?(path, name) }).to be_empty
  end

  it "are said not to be defended, and why, where there is no test or no whole defence" do
    open =
      rows.select do |_, (_, outcome, tests)|
        labels(tests).empty? || outcome.match?(/\bto come\b|\bcannot\b/)
      end
    expect(open.keys.map { |number| number[/\d+/] }.uniq - reasons).to be_empty
  end

  it "are not found where a test has gone" do
    expect(there?("../spec/integrity/attacks_spec.rb", "are all in the table, each once")).to be(
      true,
    )
    expect(there?("../spec/integrity/attacks_spec.rb", "are all in the…")).to be(true)
    expect(there?("../spec/integrity/attacks_spec.rb", "are all in the")).to be(false)
    expect(there?("../spec/integrity/attack_spec.rb", "are all in the table, each once")).to be(
      false,
    )
  end
end
