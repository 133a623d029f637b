# frozen_string_literal: true

require "json"

# What the commission asks of the repository itself.
RSpec.describe "The repository" do
  root = File.expand_path("../..", __dir__)

  # Path => text, of the files that match.
  read = ->(*patterns) do
    Dir
      .glob(patterns, base: root)
      .grep_v(%r{(\A|/)(vendor|node_modules|tmp)/})
      .to_h { |path| [path, File.read(File.join(root, path))] }
  end

  # The plugin may stand in a checkout of Discourse without its documents, or with compiled sources.
  def here(files, what)
    files.presence || skip("#{what} are not here")
  end

  let(:client) { here(read["assets/javascripts/**/*.{ts,gts}"], "sources in TypeScript") }
  let(:documents) { here(read["docs/*.md"], "documents").merge(read["*.md"]) }

  it "says `crypto.subtle` in one file, and brings no cryptography of its own along (R16)" do
    expect(client.select { |_, text| text.include?("crypto.subtle") }.keys).to all(
      eq("assets/javascripts/discourse/lib/webcrypto.ts"),
    )
    expect(client.select { |_, text| text.include?("Math.random") }).to be_empty
    # dompurify sanitizes, idb-keyval stores, zxcvbn-ts judges secrets; esbuild bundles them and is not shipped.
    shipped = JSON.parse(File.read("#{root}/package.json"))["dependencies"].keys
    expect(shipped).to contain_exactly(
      "@zxcvbn-ts/core",
      "@zxcvbn-ts/language-common",
      "dompurify",
      "esbuild",
      "idb-keyval",
    )
  end

  it "leaves the heart free of Ember and Discourse, so that it can be audited by itself (R16)" do
    heart = client.select { |path, _| path.start_with?("assets/javascripts/discourse/lib/") }
    expect(heart.size).to be > 15
    expect(heart.values.join).not_to match(/from "(@ember|@glimmer|ember|discourse)/)
  end

  it "keeps in the folders that core compiles what it can compile, each path once (S13)" do
    paths =
      %w[assets/javascripts admin/assets/javascripts test/javascripts].flat_map do |folder|
        Dir
          .glob("**/*", base: "#{root}/#{folder}")
          .select { |path| File.file?("#{root}/#{folder}/#{path}") }
      end
    # Of anything else core warns on every page, and of two files of one name it takes one.
    expect(paths.grep_v(/\.(js|ts|gts)\z/)).to be_empty
    expect(paths.tally.select { |_, count| count > 1 }).to be_empty
  end

  it "asks for secrets in one kind of field, in one kind of form (H15)" do
    components =
      client.transform_keys { |path| path[%r{components/encrypted-messages/(.+)\.gts\z}, 1] }
    using = ->(text) { components.compact.select { |_, source| source.include?(text) }.keys }

    expect(using['type="password"']).to contain_exactly("keys/secret-field")
    forms = using["</SecretForm>"]
    expect(forms.size).to be > 3
    expect(using["<SecretField"] - ["keys/new-secret-fields"]).to all(be_in(forms))
    expect(using["<NewSecretFields"]).to contain_exactly("keys/secret-form")
    expect(using["core-seams/form-kit"] & using["</Form>"]).to contain_exactly("keys/secret-form")
  end

  it "keeps spelling and writing services out of each field that takes text (H13)" do
    fields =
      client.flat_map do |path, text|
        text.scan(%r{<(?:input|textarea)\b.*?\n\s*(?:/>|><)}m).map { |field| [path, field] }
      end
    typed = fields.reject { |_, field| field.match?(/type="(?:checkbox|radio)"|^\s*readonly$/) }
    expect(typed.size).to be >= 2
    expect(typed.reject { |_, field| field.include?("{{privateField}}") }).to be_empty
  end

  it "specifies, draws and explains, and every link in it leads somewhere (R26)" do
    expect(documents.keys).to include(
      "docs/specification.md",
      "docs/security.md",
      "docs/administrators.md",
      "docs/members.md",
      "docs/protocol.md",
    )
    dead =
      documents.flat_map do |path, text|
        text
          .scan(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/)
          .flatten
          .reject { |link| File.exist?(File.expand_path(link, File.dirname("#{root}/#{path}"))) }
          .map { |link| "#{path}: #{link}" }
      end
    expect(dead).to be_empty
  end

  it "tells members who lost a device what helps (H18)" do
    advice = documents.fetch("docs/members.md")[/^- \*\*I lost a device\.\*\*.*?(?=^- )/m]
    expect(advice.squish).to include(
      "log out all devices",
      "**replace your keys**",
      "A new secret does not help",
    )
  end

  it "links each claim about security to the tests that show it (R26)" do
    security = documents.fetch("docs/security.md")
    claims = security.scan(/^- \*\*(C\d+)\*\* (.*?)(?=^- |^#|\z)/m).to_h
    expect(claims.keys).to match_array((1..41).map { |number| "C#{number}" })
    expect(claims.values).to all(match(%r{  - Tests:\s.*\]\(\.\./(spec|test)/[^)]+\)}m))
    expect(security.scan(/\bC\d+\b/)).to all(be_in(claims.keys))
  end

  it "names every requirement in a test, on the client and on the server (R27)" do
    on_client = here(read["test/javascripts/**/*-test.{ts,gts}"], "tests in TypeScript")
    on_server = read["spec/**/*_spec.rb"]
    tests = [*on_server.values, *on_client.values].join.scan(/\bR\d+\b/)
    built = [*1..29, 35, 36]
    expect(built.map { |number| "R#{number}" } - tests).to be_empty
    expect(on_server.size).to be > 20
    expect(on_client.size).to be > 20
  end

  it "is tried in the newest core at every push and every night, by core's own workflow" do
    workflow = YAML.load_file("#{root}/.github/workflows/discourse-plugin.yml")
    # Psych reads `on` as true.
    expect(workflow[true].keys).to include("push", "schedule")
    expect(workflow.dig("jobs", "ci", "uses")).to start_with(
      "discourse/.github/.github/workflows/discourse-plugin.yml@",
    )
    expect(workflow.dig("jobs", "ci", "with", "core_ref")).to be_nil
    expect(JSON.parse(File.read("#{root}/package.json"))["scripts"].keys).to include(
      *%w[lint lint:css lint:hbs lint:js lint:prettier lint:types test],
    )
  end

  it "is under the MIT licence (R28)" do
    expect(File.read("#{root}/LICENSE")).to start_with("MIT License").and include(
            "without restriction",
          )
    expect(JSON.parse(File.read("#{root}/package.json"))["license"]).to eq("MIT")
  end
end
