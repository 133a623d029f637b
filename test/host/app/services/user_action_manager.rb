# frozen_string_literal: true

# Core's record of who did what; the host keeps none, so there is only the switch that specs use.
class UserActionManager
  class << self
    def enable
      @disabled = false
    end

    def disable
      @disabled = true
    end
  end
end
