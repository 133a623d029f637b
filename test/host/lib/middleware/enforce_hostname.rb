# frozen_string_literal: true

module Middleware
  # Whatever name a request calls the site by, the application is told the site's own.
  class EnforceHostname
    def initialize(app)
      @app = app
    end

    def call(env)
      env["HTTP_X_FORWARDED_HOST"] = nil
      name = env["HTTP_HOST"].to_s.sub(/:\d+\z/, "")
      env["HTTP_HOST"] = Discourse.current_hostname_with_port if name != Discourse.current_hostname
      @app.call(env)
    end
  end
end
