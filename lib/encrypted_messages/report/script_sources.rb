# frozen_string_literal: true

module EncryptedMessages
  # Finds sources of scripts that the site's Content Security Policy allows and should not.
  module ScriptSources
    # https://www.w3.org/TR/CSP3/#strict-dynamic-usage: with it, browsers ignore hosts and 'unsafe-inline'.
    STRICT = "'strict-dynamic'"
    EVAL = "'unsafe-eval'"
    INLINE = "'unsafe-inline'"

    # For every theme that members may choose, since themes add sources of their own.
    #
    # @return [Array<String>]
    def self.unsafe
      [nil, *Theme.user_theme_ids].flat_map do |theme_id|
          of_policy(ContentSecurityPolicy.policy(theme_id))
        end
        .uniq
    end

    # @param policy [String] the header's value
    # @return [Array<String>]
    def self.of_policy(policy)
      directives = policy.to_s.split(";").map(&:split).to_h { |name, *sources| [name, sources] }
      sources = directives["script-src"] || directives["default-src"]
      # without either directive, every source is allowed
      return ["*"] if sources.nil?
      return sources & [EVAL] if sources.include?(STRICT)

      sources.select do |source|
        [EVAL, INLINE].include?(source) || !source.start_with?("'") && source != "blob:"
      end
    end
  end
end
