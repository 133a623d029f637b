# frozen_string_literal: true

require "ostruct"

# Services as core's: a class lists its steps at the top, and each of them is a method that gets by keywords what it asks
# for of the context. The first that fails ends the service. Here with the steps and the actions that the plugin takes, and
# without their options.
module Service::Base
  extend ActiveSupport::Concern

  # Ends a service, and a transaction that it is in.
  class Failure < StandardError
    attr_reader :context

    def initialize(context)
      @context = context
      super("The service failed")
    end
  end

  class DefaultValuesNotAllowed < StandardError
  end

  # What the steps share: what the service was called with, what they have found, and how each has ended, under
  # `result.<kind>.<name>`. What is not there is nil.
  class Context < OpenStruct
    def success?
      !failure?
    end

    def failure?
      !!failed
    end
  end

  # What a service's `params` block defines. Names within what was sent become symbols too.
  class Contract
    include ActiveModel::API
    include ActiveModel::Attributes
    include ActiveModel::Validations::Callbacks

    delegate :slice, :merge, :except, to: :to_hash

    def initialize(**attributes)
      super(**attributes.deep_symbolize_keys.slice(*self.class.attribute_names.map(&:to_sym)))
    end

    def to_hash
      attributes.symbolize_keys
    end
  end

  included { attr_reader :context }

  class_methods do
    def steps
      @steps ||= []
    end

    def params(&block)
      steps << [:contract, :default, const_set(:Contract, Class.new(Contract, &block))]
    end

    %i[policy model step].each { |kind| define_method(kind) { |name| steps << [kind, name] } }

    def transaction(&block)
      steps << [:transaction, nil, steps_of(&block)]
    end

    # One at a time for each value of the keys, which are names of parameters or of models.
    def lock(*keys, &block)
      steps << [:lock, keys, steps_of(&block)]
    end

    # With a block the first of the actions in it that fits is run as it ends.
    def call(values = {}, &actions)
      context = new(values).tap(&:run).context
      actions ? Service::Actions.new(context, actions).run : context
    end

    # @raise Service::Base::Failure
    def call!(values = {})
      new(values).tap(&:run!).context
    end

    private

    def steps_of(&block)
      outer, @steps = steps, []
      instance_exec(&block)
      @steps
    ensure
      @steps = outer
    end
  end

  def initialize(values = {})
    # Answers nil to names that were not given, as core's does.
    @context = Context.new(**values.compact, params: Context.new(values[:params].to_h))
  end

  def run
    run!
  rescue Failure => failure
    raise if !failure.context.equal?(context)
  end

  def run!
    run_all(self.class.steps)
  end

  private

  def run_all(steps)
    steps.each { |kind, name, inner| send(:"run_#{kind}", name, inner) }
  end

  def run_step(name, _)
    ask(name)
  end

  def run_policy(name, _)
    give_up("policy.#{name}") if !ask(name)
  end

  # Whatever it raises counts as not found.
  def run_model(name, _)
    context[name] = found = ask(:"fetch_#{name}")
    give_up("model.#{name}", not_found: true) if found.blank?
  rescue Failure, DefaultValuesNotAllowed
    raise
  rescue StandardError => exception
    give_up("model.#{name}", not_found: true, exception:)
  end

  # What was sent, checked by itself. It takes the place of `params`.
  def run_contract(name, contract)
    context[:params] = params = contract.new(**context.params.to_h)
    give_up("contract.#{name}", errors: params.errors) if params.invalid?
    params.freeze
  end

  def run_transaction(_, steps)
    ActiveRecord::Base.transaction { run_all(steps) }
  end

  def run_lock(keys, steps)
    values =
      keys.flat_map do |key|
        value = context.params.try(key) || context[key]
        [key, value.try(:id) || value]
      end
    name = [self.class.to_s.underscore, *values].join(":")
    DistributedMutex.synchronize(name) { run_all(steps) }
  rescue Discourse::ReadOnly
    give_up("lock.#{keys.join(":")}", lock_not_acquired: true)
  end

  def ask(name)
    parameters = method(name).parameters
    if parameters.any? { |kind, _| kind != :keyreq }
      raise DefaultValuesNotAllowed, "#{name}: only keywords, and none with a default"
    end
    send(name, **context.to_h.slice(*parameters.map(&:last)))
  end

  def give_up(step, **values)
    context["result.#{step}"] = Context.new(failed: true, **values)
    context.failed = true
    raise Failure, context
  end
end
