# frozen_string_literal: true

Rails.application.configure do
  config.consider_all_requests_local = false
  config.log_level = :info
  config.cache_store = :memory_store
end
