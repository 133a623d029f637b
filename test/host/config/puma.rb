# frozen_string_literal: true

# One process: long polling and the inline jobs share its memory.
workers 0
threads 4, 16
bind "tcp://127.0.0.1:#{ENV.fetch("PORT", "3000")}"
environment ENV.fetch("RAILS_ENV", "development")
rackup File.expand_path("../config.ru", __dir__)
