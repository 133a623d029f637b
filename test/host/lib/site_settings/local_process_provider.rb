# frozen_string_literal: true

module SiteSettings
  # Overridden settings in memory: what specs set, forgotten after each example.
  class LocalProcessProvider
    def initialize
      @values = {}
    end

    def all
      @values.dup
    end

    def save(name, value, _data_type)
      @values[name.to_sym] = value
    end

    def clear
      @values.clear
    end
  end
end
