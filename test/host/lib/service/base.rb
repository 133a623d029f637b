# frozen_string_literal: true

# Services as core's: a class lists its steps at the top, and each of them is a method that gets by keywords what it
# asks for of the context. The first that fails ends the service. Here without `try`, `each`, `options` and `only_if`.
module Service::Base
  extend ActiveSupport::Concern

  # Ends a service, and a transaction that it is in. Only `call!` lets it out.
  class Failure < StandardError
    attr_reader :context

    def initialize(context)
      @context = context
      super("The service failed")
    end
  end

  # What the steps share: what the service was called with, what they have found, and how each has ended, under
  # `result.<kind>.<name>`.
  class Context
    delegate :slice, to: :to_h

    attr_reader :to_h

    def initialize(values = {})
      @to_h = values.symbolize_keys
    end

    def [](key)
      to_h[key.to_sym]
    end

    def []=(key, value)
      to_h[key.to_sym] = value
    end

    def failure?
      @failed == true
    end

    def success?
      !failure?
    end

    def fail(values = {})
      @failed = true
      to_h.merge!(values.symbolize_keys)
      self
    end

    def fail!(values = {})
      raise Failure, self.fail(values)
    end

    private

    # What is not there is nil.
    def method_missing(name, *arguments)
      arguments.empty? ? to_h[name] : super
    end

    def respond_to_missing?(name, include_private = false)
      to_h.key?(name) || super
    end
  end

  # The words by which a class, a transaction or a lock lists its steps.
  module Steps
    def params(name = :default, &block)
      contract = Class.new(Service::ContractBase, &block)
      const_set("#{name.to_s.classify.delete_prefix("Default")}Contract", contract)
      steps << Service::Steps::Contract.new(name, contract)
    end

    def policy(name = :default, class_name: nil)
      steps << Service::Steps::Policy.new(name, class_name:)
    end

    def model(name = :model, method_name = :"fetch_#{name}", optional: false)
      steps << Service::Steps::Model.new(name, method_name:, optional:)
    end

    def step(name)
      steps << Service::Steps::Step.new(name)
    end

    def transaction(**options, &block)
      steps << Service::Steps::Transaction.new(options, &block)
    end

    def lock(*keys, &block)
      steps << Service::Steps::Lock.new(keys, &block)
    end

    def steps
      @steps ||= []
    end
  end

  included { attr_reader :context }

  class_methods do
    include Steps

    # With a block the actions in it are run as it ends (`Service::Runner`).
    def call(context = {}, &actions)
      actions ? Service::Runner.call(self, context, &actions) : new(context).tap(&:run).context
    end

    def call!(context = {})
      new(context).tap(&:run!).context
    end
  end

  def initialize(initial = {})
    values = { params: {}, **initial.compact }
    @context = Context.new(**values, __service_class__: self.class)
    # Answers nil to names that were not given, as core's does.
    @context[:params] = Context.new(values[:params].to_h)
  end

  def run
    run!
  rescue Failure => failure
    raise if !failure.context.equal?(context)
  end

  def run!
    self.class.steps.each { |step| step.call(self, context) }
  end

  private

  # @param message [String] what the step says of it
  def fail!(message)
    name = caller_locations(1, 1).first.base_label
    context["result.step.#{name}"].fail(error: message)
    context.fail!
  end
end
