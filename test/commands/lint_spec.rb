# frozen_string_literal: true

require "json"
require "open3"

# `docs/client.md` says which folder knows which, and that ESLint holds it.
RSpec.describe "The house rules of bin/lint" do # rubocop:disable RSpec/DescribeClass
  CLIENT = "assets/javascripts/discourse"

  # What is said of a file of that name which imports only this.
  def complaints(imports)
    script = <<~JS
      import { ESLint } from "eslint";
      const eslint = new ESLint();
      const said = [];
      for (const [filePath, from] of JSON.parse(process.argv[1])) {
        const [{ messages }] = await eslint.lintText(`import x from "${from}";\\n\\nexport const y = x;\\n`, { filePath });
        said.push(messages.some(({ ruleId }) => ruleId === "no-restricted-imports"));
      }
      console.log(JSON.stringify(said));
    JS
    output, status =
      Open3.capture2(
        "node",
        "--input-type=module",
        "-e",
        script,
        imports.to_json,
        chdir: File.expand_path("../..", __dir__),
      )
    raise output if !status.success?
    imports.zip(JSON.parse(output.lines.last)).filter_map { |import, said| import if !said }
  end

  it "let no folder of the client import one above it" do
    expect(
      complaints(
        [
          *%w[compose identity reading core-seams services components modifiers].map do |above|
            ["#{CLIENT}/lib/probe.ts", "../#{above}/probe"]
          end,
          ["#{CLIENT}/lib/probe.ts", "../request-status"],
          ["#{CLIENT}/services/encrypted-messages-probe.ts", "../components/probe"],
          ["#{CLIENT}/services/encrypted-messages-probe.ts", "../modifiers/probe"],
          ["#{CLIENT}/reading/probe.ts", "../modifiers/probe"],
          ["#{CLIENT}/reading/probe.ts", "../core-seams/probe"],
          ["#{CLIENT}/compose/probe.ts", "../core-seams/probe"],
          ["#{CLIENT}/modifiers/encrypted-messages-probe.ts", "../lib/webcrypto"],
          ["#{CLIENT}/probe.ts", "./lib/webcrypto"],
          *%w[compose identity reading core-seams services components modifiers].map do |above|
            ["#{CLIENT}/probe.ts", "./#{above}/probe"]
          end,
        ],
      ),
    ).to be_empty
  end
end
