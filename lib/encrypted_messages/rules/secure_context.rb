# frozen_string_literal: true

module EncryptedMessages
  # Browsers offer Web Crypto only in secure contexts: over HTTPS, and on the machine itself.
  # https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
  module SecureContext
    LOCAL_HOST = /\A(?:(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|\[::1\])\z/i

    # A proxy that ends TLS may not tell Rails about it. An administrator tells core by `force_https`.
    #
    # @param request [ActionDispatch::Request]
    def self.secure?(request)
      request.ssl? || SiteSetting.force_https || request.host.match?(LOCAL_HOST)
    end

    # The same without a request, as far as the site's own address tells.
    def self.site_secure?
      SiteSetting.force_https || Discourse.current_hostname.match?(LOCAL_HOST)
    end

    # @raise [Discourse::InvalidAccess] answered with 403 and the reason
    def self.ensure!(request)
      return if secure?(request)
      raise Refusal.access(:insecure_context)
    end
  end
end
