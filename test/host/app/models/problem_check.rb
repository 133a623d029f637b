# frozen_string_literal: true

require "ostruct"

# What may be wrong with the site, for the administrators' dashboard. Core keeps a tracker of each check, and notices of
# those that fail; here a check is only run.
class ProblemCheck
  include ActiveSupport::Configurable

  Problem = Struct.new(:message, :priority, :identifier) { alias_method :to_s, :message }

  config_accessor :enabled, default: true, instance_writer: false
  config_accessor :priority, default: "low", instance_writer: false
  config_accessor :perform_every, default: nil, instance_writer: false

  def self.checks
    DiscoursePluginRegistry.problem_checks
  end

  def self.[](key)
    checks.find { |check| check.identifier == key.to_sym }
  end

  def self.identifier
    name.demodulize.underscore.to_sym
  end
  delegate :identifier, to: :class

  def self.call(data = {})
    new(data).call
  end

  def self.run(data = {})
    new(data).run
  end

  def initialize(data = {})
    @data = OpenStruct.new(data)
  end

  attr_reader :data

  def call
    raise NotImplementedError
  end

  def run
    call
  end

  private

  def problem
    text = I18n.t(translation_key, base_path: Discourse.base_path, **translation_data)
    [Problem.new(text, priority, identifier)]
  end

  def no_problem
    []
  end

  def translation_key
    "dashboard.problem.#{identifier}"
  end

  def translation_data
    {}
  end
end
