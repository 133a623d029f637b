# frozen_string_literal: true

module SiteSettings
  # The types of site settings: how a value is stored as text, read back and checked.
  class TypeSupervisor
    TYPES = { string: 1, integer: 3, bool: 5, enum: 7, list: 8, group_list: 19 }.freeze

    attr_reader :type, :options

    # @param default the value in settings.yml, which tells the type when none is given
    def initialize(name, default, options)
      @name = name
      @options = options
      @type = (options[:type] || self.class.type_of(default)).to_sym
    end

    def self.type_of(value)
      case value
      when true, false
        :bool
      when Integer
        :integer
      else
        :string
      end
    end

    # @raise Discourse::InvalidParameters when the value breaks the setting's own rules
    def to_db(value, validate: true)
      stored = type == :bool ? (cast(value) ? "t" : "f") : cast(value).to_s
      check(stored) if validate
      stored
    end

    # @raise Discourse::InvalidParameters when the value breaks the setting's own rules
    def cast(value)
      case type
      when :bool
        value == true || %w[t true].include?(value.to_s)
      when :integer
        check_range(value.to_i)
      else
        with_mandatory_values(value.to_s)
      end
    end

    def data_type
      TYPES.fetch(type, TYPES[:string])
    end

    private

    # Validators are looked up when used, since those of plugins are loaded after the settings.
    def check(stored)
      return if options[:validator].nil?
      validator = options[:validator].constantize.new(options.slice(:min, :max).merge(name: @name))
      return if validator.valid_value?(stored)
      raise Discourse::InvalidParameters, "#{@name}: #{validator.error_message}"
    end

    def check_range(value)
      low, high = options.values_at(:min, :max)
      if (low && value < low) || (high && value > high)
        raise Discourse::InvalidParameters, "#{@name} must be between #{low} and #{high}"
      end
      value
    end

    def with_mandatory_values(value)
      return value if options[:mandatory_values].blank?
      (options[:mandatory_values].to_s.split("|") | value.split("|")).join("|")
    end
  end
end
