# frozen_string_literal: true

class TrustLevel
  def self.[](level)
    raise ArgumentError if (0..4).exclude?(level)
    level
  end

  def self.levels
    @levels ||= Enum.new(newuser: 0, basic: 1, member: 2, regular: 3, leader: 4)
  end
end
