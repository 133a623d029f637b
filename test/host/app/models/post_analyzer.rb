# frozen_string_literal: true

# What a raw body refers to, as far as validations need it.
class PostAnalyzer
  def initialize(raw)
    @raw = raw.to_s
  end

  # Mentioned names, lower case, without those in code or quotes.
  def raw_mentions
    PrettyText.extract_mentions(Nokogiri::HTML5.fragment(PrettyText.cook(@raw)))
  end
end
