# frozen_string_literal: true

# How a service ended, as core's matchers say it.
module ServiceMatchers
  extend RSpec::Matchers::DSL

  matcher(:run_successfully) do
    match(&:success?)
    failure_message { |result| "expected the service to succeed, but: #{result.to_h.inspect}" }
  end

  { fail_a_policy: "policy", fail_a_contract: "contract" }.each do |name, kind|
    matcher(name) do |step = "default"|
      match { |result| result.failure? && result["result.#{kind}.#{step}"]&.failure? }
    end
  end

  matcher(:fail_to_find_a_model) do |name = "model"|
    match { |result| result.failure? && result["result.model.#{name}"]&.not_found }
  end
end

RSpec.configure { |config| config.include ServiceMatchers }
