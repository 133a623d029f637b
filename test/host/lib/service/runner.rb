# frozen_string_literal: true

# Runs a service, and then the first of the actions given to it that fits how it ended; `on_failure` is asked last. In an
# action `self` is who called the service, and keywords of its block are taken from the context.
class Service::Runner
  # Name of the action => whether it fits, and what its block gets.
  ACTIONS = {
    on_success: [->(result) { result.success? }, ->(_) {}],
    on_failure: [->(result) { result.failure? }, ->(_) {}],
    on_failed_step: [
      ->(result, name) { result["result.step.#{name}"]&.failure? },
      ->(result, name) { result["result.step.#{name}"] },
    ],
    on_failed_policy: [
      ->(result, name = :default) { result["result.policy.#{name}"]&.failure? },
      ->(result, name = :default) { result["result.policy.#{name}"] },
    ],
    on_failed_contract: [
      ->(result, name = :default) { result["result.contract.#{name}"]&.failure? },
      ->(result, name = :default) { result["result.contract.#{name}"] },
    ],
    on_model_not_found: [
      ->(result, name = :model) { result["result.model.#{name}"]&.not_found },
      ->(result, name = :model) { result["result.model.#{name}"] },
    ],
    on_model_errors: [
      ->(result, name = :model) { result["result.model.#{name}"]&.invalid },
      ->(result, name = :model) { result[name] },
    ],
    on_lock_not_acquired: [
      ->(result, *keys) { result["result.lock.#{keys.join(":")}"]&.failure? },
      ->(*) {},
    ],
  }.freeze

  def self.call(service, dependencies = {}, &block)
    new(service.call(dependencies), block.binding.receiver).call(&block)
  end

  def initialize(result, caller)
    @result = result
    @caller = caller
    @actions = []
  end

  def call(&block)
    instance_exec(@result, &block)
    last, others = @actions.partition { |name, *| name == :on_failure }
    name, arguments, action =
      [*others, *last].find { |name, arguments, _| ACTIONS[name].first.call(@result, *arguments) }
    return if action.nil?
    keywords = action.parameters.filter_map { |kind, key| key if kind == :keyreq }
    given = ACTIONS[name].last.call(@result, *arguments)
    @caller.instance_exec(given, **@result.slice(*keywords), &action)
  end

  ACTIONS.each_key do |name|
    define_method(name) { |*arguments, &action| @actions << [name, arguments, action] }
  end
end
