# frozen_string_literal: true

class Archetype
  def self.default
    "regular"
  end

  def self.banner
    "banner"
  end

  def self.private_message
    "private_message"
  end
end
