# frozen_string_literal: true

require_relative "../../bin/lib/documents"

describe Documents do
  def breaches(texts)
    described_class.new(texts).breaches
  end

  let(:specification) { { "docs/specification.md" => "# Specification\n\n## 5. People (R7)\n" } }

  it "finds nothing in this repository's documents (R26)" do
    root = File.expand_path("../..", __dir__)
    texts =
      Dir
        .glob("{*,{docs,spec,test,bin,lib,public}/**/*}.md", base: root)
        .grep_v(%r{(\A|/)(vendor|node_modules|tmp)/})
        .to_h { |path| [path, File.read(File.join(root, path))] }
    skip("documents are not here") if !texts.key?("docs/specification.md")

    expect(breaches(texts)).to be_empty
  end

  it "names lines that are too long, where they can be broken" do
    text = "#{"word " * 24}words\n- #{"x" * 130}\n| a cell | #{"y" * 130} |\n#{"word " * 23}short\n"

    expect(breaches("a.md" => text)).to contain_exactly(
      "a.md: line 1 has 125 characters",
      "a.md: line 3 has 143 characters",
    )
  end

  it "names links to headings that are not there" do
    text =
      "## The `raw`, and more\n\n[a](#the-raw-and-more) [b](#less) [c](a.md#less) [d](https://a.b/#c)"

    expect(breaches("docs/b.md" => text, "docs/a.md" => "## Less\n")).to contain_exactly(
      "docs/b.md: #less leads to no heading",
    )
  end

  it "names numbers of requirements that are no link, lead elsewhere, or are there again" do
    stated = "[R7](specification.md#5-people-r7)"

    expect(breaches(specification.merge("docs/a.md" => "Invited (#{stated}), `(R9)`."))).to be_empty
    expect(
      breaches(specification.merge("docs/a.md" => "R7 [R8](specification.md) #{stated} #{stated}")),
    ).to contain_exactly(
      "docs/a.md: R7 is no link",
      "docs/a.md: R8 leads not to where it is stated",
      "docs/a.md: R7 is there more than once",
    )
  end
end
