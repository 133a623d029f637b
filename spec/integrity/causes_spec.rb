# frozen_string_literal: true

require_relative "../support/vectors"

# The causes of refusal that docs/protocol.md names, beside the vectors: what is written there was tried.
RSpec.describe "Causes of refusal" do
  # The plugin may stand in a checkout of Discourse without its documents, or with compiled sources.
  def text_of(path)
    file = File.expand_path("../../#{path}", __dir__)
    File.exist?(file) ? File.read(file) : skip("#{path} is not here")
  end

  let(:protocol) { text_of("docs/protocol.md") }

  VECTORS = %w[
    backups
    bodies
    cards
    drafts
    grants
    histories
    names
    rosters
    sightings
    titles
    versions
  ].freeze

  # Of which there can be no vector.
  WITHOUT = {
    "unusable-secret" => "is about a new secret, not about an object",
    "too-long-here" => "is about the browser: WebKitGTK signs and verifies less",
    "key-conflict" => "is about what a device holds already (§8.4)",
  }

  def section(title)
    protocol[/^\*?\*?#* ?#{Regexp.escape(title)}.*?(?=^## |^\*\*\d|\z)/m]
  end

  def tried(*names)
    names.flat_map { |name| Vectors.read(name)["refused"].map { |vector| vector["cause"] } }.uniq
  end

  let(:all) { tried(*VECTORS) }
  let(:listed) do
    section("11. Causes of refusal").split("The vectors").first.scan(/`([a-z-]+)`/).flatten
  end

  it "are all tried, and no other (R27)" do
    expect(listed.size).to be > 20
    expect(all + WITHOUT.keys).to match_array(listed)
  end

  it "are all known to the client, and no other (R27)" do
    source = text_of("assets/javascripts/discourse/lib/errors.ts")
    expect(source.scan(/^  \| "([a-z-]+)"/).flatten).to match_array(listed)
  end

  # What is asked of the member's own secret is answered in other words, and beside the field.
  OF_SECRETS = %w[wrong-secret unusable-secret rounds-out-of-range].freeze

  %w[en de].each do |locale|
    it "are all told to readers in #{locale}, and no other (R24)" do
      words = YAML.safe_load(text_of("config/locales/client.#{locale}.yml"))
      told = words.dig(locale, "js", "encrypted_messages", "post", "failure_reasons").keys
      # the one that is not of an object: the author's cards could not be verified
      told -= ["unknown_author"]
      expect(told.map { |key| key.tr("_", "-") }).to match_array(listed - OF_SECRETS)
    end
  end

  {
    "10. On the device" => %w[sightings],
    "10.1 Versions of a message" => %w[versions],
  }.each do |title, names|
    it "of §#{title} are tried there (R27)" do
      named = section(title).scan(/\("([a-z-]+)"\)/).flatten.uniq
      expect(named.size).to be > 2
      expect(named - tried(*names)).to be_empty
    end
  end
end
