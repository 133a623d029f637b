# frozen_string_literal: true

module Slug
  MAX_LENGTH = 255

  def self.for(string, default = "topic")
    slug =
      I18n.transliterate(string, replacement: "").parameterize.truncate(MAX_LENGTH, omission: "")
    slug.match?(/[a-z]/) ? slug : default
  end
end
