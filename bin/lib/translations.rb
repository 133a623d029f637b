# frozen_string_literal: true

require "yaml"

# Compares a translation with its English original: the same keys, and in each text the same placeholders.
class Translations
  PLURAL_FORMS = %w[zero one two few many other].freeze
  # Of languages whose plurals differ from English ones (Unicode CLDR); a language that joins adds itself.
  FORMS_OF = Hash.new(%w[one other])
  PLACEHOLDER = /%\{\w+\}/

  # @param english, translation [Hash] what is under the name of the locale
  # @param locale [String]
  def initialize(english, translation, locale)
    @english = texts(english)
    @translation = texts(translation)
    @locale = locale
  end

  # @return [Array<String>] what is wrong with the translation, one line each
  def breaches
    missing = @english.keys - @translation.keys
    foreign = @translation.keys - @english.keys
    missing.map { |key| "#{key} is not translated" } +
      foreign.map { |key| "#{key} is not in English" } +
      (@english.keys & @translation.keys).flat_map { |key| breaches_of(key) }
  end

  private

  def breaches_of(key)
    original, translated = @english[key], @translation[key]
    return ["#{key} has plural forms in one language only"] if original.class != translated.class
    if original.is_a?(Hash)
      return plural_breaches(key, translated) + placeholder_breaches(key, original, translated)
    end
    return ["#{key} is empty"] if translated.to_s.strip.empty?
    placeholder_breaches(key, original, translated)
  end

  def plural_breaches(key, translated)
    wanted = FORMS_OF[@locale]
    return [] if translated.keys.sort == wanted.sort
    ["#{key} needs the plural forms #{wanted.join(", ")}"]
  end

  def placeholder_breaches(key, original, translated)
    wanted, found = [original, translated].map { |text| placeholders(text) }
    wanted == found ? [] : ["#{key} should have #{wanted.join(" ")}, but has #{found.join(" ")}"]
  end

  def placeholders(text)
    (text.is_a?(Hash) ? text.values : [text]).join(" ").scan(PLACEHOLDER).uniq.sort
  end

  # Dotted key => text, or a Hash of plural forms.
  def texts(node, path = nil)
    return { path => node } if !node.is_a?(Hash) || plural?(node)
    node.map { |key, value| texts(value, [path, key].compact.join(".")) }.reduce({}, :merge)
  end

  def plural?(node)
    node.key?("other") && (node.keys - PLURAL_FORMS).empty?
  end
end
