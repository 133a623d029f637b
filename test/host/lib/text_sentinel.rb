# frozen_string_literal: true

# Refuses text that is hardly text: too few different bytes, no letter or digit, only capitals.
class TextSentinel
  ENTROPY_SCALE = 0.7

  attr_reader :text

  # @param min_entropy [Integer] how many different bytes there must be
  def initialize(text, min_entropy: nil)
    @text = text.to_s.encode("UTF-8", invalid: :replace, undef: :replace, replace: "")
    @min_entropy = min_entropy
  end

  def self.body_sentinel(text, private_message: false)
    entropy = SiteSetting.body_min_entropy
    if private_message
      shortest = SiteSetting.min_personal_message_post_length.to_f
      entropy = (entropy * shortest / SiteSetting.min_post_length).to_i
      entropy = (shortest * ENTROPY_SCALE).to_i if entropy > shortest
    else
      shortest = SiteSetting.min_post_length
      entropy = (shortest * ENTROPY_SCALE).to_i if entropy > shortest
    end
    new(text, min_entropy: entropy)
  end

  def self.title_sentinel(text)
    shortest = SiteSetting.min_topic_title_length
    enough = SiteSetting.title_min_entropy
    new(text, min_entropy: shortest > enough ? enough : (shortest * ENTROPY_SCALE).to_i)
  end

  def valid?
    text.present? && seems_meaningful? && text.match?(/\p{Alnum}/) && seems_quiet?
  end

  def seems_meaningful?
    @min_entropy.nil? || text.strip.bytes.uniq.size >= @min_entropy
  end

  def seems_quiet?
    SiteSetting.allow_uppercase_posts || text.match?(/\p{Lowercase_Letter}|\p{Other_Letter}/) ||
      !text.match?(/\p{Letter}/)
  end
end
