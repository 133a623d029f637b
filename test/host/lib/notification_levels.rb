# frozen_string_literal: true

class NotificationLevels
  def self.all
    @all ||= Enum.new(muted: 0, regular: 1, tracking: 2, watching: 3)
  end

  def self.topic_levels
    all
  end
end
