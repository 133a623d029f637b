# frozen_string_literal: true

class UserOption < ActiveRecord::Base
  self.primary_key = :user_id
  belongs_to :user

  def self.email_level_types
    @email_level_types ||= Enum.new(always: 0, only_when_away: 1, never: 2)
  end

  def self.previous_replies_type
    @previous_replies_type ||= Enum.new(always: 0, unless_emailed: 1, never: 2)
  end

  def self.composition_mode_types
    @composition_mode_types ||= Enum.new(markdown: 0, rich: 1)
  end
end
