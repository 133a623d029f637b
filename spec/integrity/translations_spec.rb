# frozen_string_literal: true

require_relative "../../bin/lib/translations"

describe Translations do
  def breaches(english, translation, locale = "de")
    described_class.new(english, translation, locale).breaches
  end

  %w[client server].each do |side|
    it "finds the #{side}'s German as complete as its English (R12)" do
      english, german =
        %w[en de].map do |locale|
          file = File.expand_path("../../config/locales/#{side}.#{locale}.yml", __dir__)
          YAML.safe_load_file(file).fetch(locale)
        end

      expect(breaches(english, german)).to be_empty
    end
  end

  it "accepts other words under the same keys with the same placeholders" do
    english = {
      "a" => {
        "b" => "%{count} of %{all}",
      },
      "c" => {
        "one" => "one",
        "other" => "many",
      },
    }
    german = { "a" => { "b" => "%{all}, davon %{count}" }, "c" => { "one" => "1", "other" => "2" } }

    expect(breaches(english, german)).to be_empty
  end

  it "names what is missing, foreign or empty" do
    expect(breaches({ "a" => { "b" => "B" } }, { "a" => { "c" => "C" } })).to contain_exactly(
      "a.b is not translated",
      "a.c is not in English",
    )
    expect(breaches({ "a" => "A" }, { "a" => " " })).to eq(["a is empty"])
  end

  it "names a lost or invented placeholder" do
    expect(breaches({ "a" => "%{name}" }, { "a" => "%{nmae}" })).to eq(
      ["a should have %{name}, but has %{nmae}"],
    )
  end

  it "names plural forms that are missing" do
    english = { "a" => { "one" => "%{count}", "other" => "%{count}" } }

    expect(breaches(english, { "a" => { "other" => "%{count}" } })).to eq(
      ["a needs the plural forms one, other"],
    )
    expect(breaches(english, { "a" => "%{count}" })).to eq(
      ["a has plural forms in one language only"],
    )
  end
end
