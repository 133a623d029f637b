# frozen_string_literal: true

# Core's policy: scripts only by the page's nonce and what those load; no eval, no WebAssembly. The nonce is added to
# each answer, so it is not in `policy`.
class ContentSecurityPolicy
  # @return [String] the header's value
  def self.policy(_theme_id = nil, base_url: Discourse.base_url, path_info: "/")
    ActionDispatch::ContentSecurityPolicy.new { |policy| apply(policy) }.build
  end

  def self.apply(policy)
    policy.base_uri :self
    policy.object_src :none
    policy.script_src(*script_src)
    policy.worker_src :self, :blob
    policy.frame_ancestors :self
    policy.manifest_src :self
  end

  # Of what an administrator adds, only what means something beside 'strict-dynamic'.
  def self.script_src
    added = SiteSetting.content_security_policy_script_src.split("|")
    added.select! do |source|
      source.start_with?("'") && !%w['unsafe-inline' 'self'].include?(source)
    end
    [:strict_dynamic, *added]
  end
end
