# frozen_string_literal: true

# Of the actions given with a service the first that fits how it ended; `on_failure` is asked last. In one `self` is who
# called the service, and keywords of its block are taken from the context.
class Service::Actions
  RESULTS = {
    on_failed_policy: "policy",
    on_failed_contract: "contract",
    on_model_not_found: "model",
    on_lock_not_acquired: "lock",
  }.freeze

  def initialize(context, block)
    @context = context
    @block = block
  end

  def run
    instance_exec(@context, &@block)
    @action ||= @last
    return if @action.nil?
    keywords = @action.parameters.filter_map { |kind, key| key if kind == :keyreq }
    given = @context.to_h.slice(*keywords)
    @block.binding.receiver.instance_exec(@result, **given, &@action)
  end

  def on_success(&action)
    @action ||= action if @context.success?
  end

  def on_failure(&action)
    @last = action if @context.failure?
  end

  RESULTS.each do |name, kind|
    define_method(name) do |*keys, &action|
      result = @context["result.#{kind}.#{keys.join(":").presence || :default}"]
      @action, @result = action, result if result && !@action
    end
  end
end
