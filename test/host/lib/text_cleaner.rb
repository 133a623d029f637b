# frozen_string_literal: true

# Tidies what members type, as core does before it is stored.
class TextCleaner
  SPACES = /[\u00A0\u1680\u180E\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]/

  def self.normalize_whitespaces(text)
    text&.gsub(SPACES, " ")
  end

  # With `title_prettify` on, titles lose shouting, doubled marks and a closing period, and begin with a capital.
  def self.clean_title(title)
    text = title.dup.scrub("")
    text = prettify(text) if SiteSetting.title_prettify
    normalize_whitespaces(text.gsub(/ +/, " ")).strip.delete("\u200b")
  end

  def self.prettify(text)
    text = text.squeeze("!?")
    text = text.downcase if text == text.upcase && !SiteSetting.allow_uppercase_posts
    first, rest = text.split(" ", 2)
    text = [first.capitalize, rest].compact.join(" ") if first && first == first.downcase
    text.sub(/([^.])\.+(\s*)\z/, '\1\2')
  end
  private_class_method :prettify
end
