# frozen_string_literal: true

# The kinds of steps of `Service::Base`.
module Service::Steps
  # One of the service's methods. What it returns means nothing.
  class Step
    class DefaultValuesNotAllowed < StandardError
    end

    attr_reader :name

    def initialize(name, class_name: nil, method_name: name)
      @name = name
      @class_name = class_name
      @method_name = method_name
    end

    def call(service, context)
      context[result_key] = Service::Base::Context.new
      run(service, context)
    end

    def result_key
      "result.#{self.class.name.demodulize.underscore}.#{name}"
    end

    private

    def run(service, context)
      return run_object(context) if @class_name
      method = service.method(@method_name)
      if method.parameters.any? { |kind, _| kind != :keyreq }
        raise DefaultValuesNotAllowed, "#{result_key}: only keywords, and none with a default"
      end
      method.call(**context.slice(*method.parameters.map(&:last)))
    end

    def run_object(context)
      context[result_key][:object] = object = @class_name.new(context)
      object.call
    end
  end

  # Whether it may go on.
  class Policy < Step
    private

    def run(service, context)
      return if super
      context[result_key].fail(reason: context[result_key].object&.reason)
      context.fail!
    end
  end

  # Something that has to be there, and to be valid if it was built. Whatever it raises counts as not found.
  class Model < Step
    def initialize(name, method_name:, optional:)
      super(name, method_name:)
      @optional = optional
    end

    private

    def run(service, context)
      found = context[name] = super
      missing(context) if !@optional && (!found || found.try(:empty?))
      return if !found.try(:has_changes_to_save?) || !found.try(:invalid?)
      context[result_key].fail(invalid: true)
      context.fail!
    rescue Service::Base::Failure, DefaultValuesNotAllowed
      raise
    rescue => error
      missing(context, error)
    end

    def missing(context, exception = nil)
      context[result_key].fail(not_found: true, exception:)
      context.fail!
    end
  end

  # What was sent, checked by itself. It takes the place of `params`.
  class Contract < Step
    def initialize(name, contract)
      super(name)
      @contract = contract
    end

    private

    def run(_, context)
      contract = @contract.new(**context[:params].to_h)
      context[name == :default ? :params : :"#{name}_contract"] = contract
      if contract.invalid?
        context[result_key].fail(errors: contract.errors, parameters: contract.raw_attributes)
        context.fail!
      end
      contract.freeze
    end
  end

  # Steps within something. A failure inside undoes it.
  class Group < Step
    include Service::Base::Steps

    def initialize(name, &block)
      super(name)
      instance_exec(&block)
    end

    private

    def run_all(service, context)
      steps.each { |step| step.call(service, context) }
    end
  end

  class Transaction < Group
    def initialize(options, &block)
      super("", &block)
      @options = options
    end

    private

    def run(service, context)
      ActiveRecord::Base.transaction(**@options) { run_all(service, context) }
    end
  end

  # One at a time for each value of the keys, which are names of parameters or of models.
  class Lock < Group
    def initialize(keys, &block)
      super(keys.join(":"), &block)
      @keys = keys
    end

    private

    def run(service, context)
      DistributedMutex.synchronize(lock_name(context)) { run_all(service, context) }
    rescue Discourse::ReadOnly
      context[result_key].fail(lock_not_acquired: true)
      context.fail!
    end

    def lock_name(context)
      values =
        @keys.flat_map do |key|
          value = context[:params].try(key) || context[key]
          [key, value.try(:id) || value]
        end
      [context.__service_class__.to_s.underscore, *values].join(":")
    end
  end
end
