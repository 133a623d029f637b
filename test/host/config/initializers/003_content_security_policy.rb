# frozen_string_literal: true

# Rails adds the nonce to this, where core has middleware of its own.
Rails.application.config.content_security_policy do |policy|
  policy.base_uri :self
  policy.object_src :none
  policy.script_src -> { ContentSecurityPolicy.script_src }
  policy.worker_src :self, :blob
  policy.frame_ancestors :self
  policy.manifest_src :self
end
Rails.application.config.content_security_policy_nonce_generator = ->(_request) do
  SecureRandom.base64(16)
end
Rails.application.config.content_security_policy_nonce_directives = %w[script-src]
