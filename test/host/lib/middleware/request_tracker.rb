# frozen_string_literal: true

module Middleware
  # Tells a page whose session has ended elsewhere, with any answer.
  class RequestTracker
    def initialize(app)
      @app = app
    end

    def call(env)
      status, headers, body = @app.call(env)
      headers["Discourse-Logged-Out"] = "1" if env[Auth::DefaultCurrentUserProvider::BAD_TOKEN]
      [status, headers, body]
    end
  end
end
