# frozen_string_literal: true

# Finds watched words, as words of their own, in a text.
class WordWatcher
  def initialize(raw)
    @raw = raw
  end

  # @return [Array<String>, nil]
  def should_block?
    words = WatchedWord.where(action: WatchedWord.actions[:block]).pluck(:word)
    return if words.empty?

    either = words.map { |word| Regexp.escape(word).gsub("\\*", "\\S*") }.join("|")
    @raw.scan(/(?:[^[:word:]]|^)(#{either})(?=[^[:word:]]|$)/i).flatten.uniq.presence
  end
end
