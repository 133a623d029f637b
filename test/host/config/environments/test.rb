# frozen_string_literal: true

Rails.application.configure do
  config.consider_all_requests_local = false
  config.action_controller.allow_forgery_protection = false
  config.action_dispatch.show_exceptions = :all
  config.action_mailer.delivery_method = :test
  config.active_support.deprecation = :stderr
  config.cache_store = :memory_store

  # As in core: writing every query down takes a tenth of the specs' time.
  if !ENV["RAILS_ENABLE_TEST_LOG"]
    config.logger = Logger.new(nil)
    config.log_level = :fatal
  end

  # Core's own defaults for specs.
  config.after_initialize do
    SiteSetting.defaults.merge!(
      min_post_length: 5,
      min_first_post_length: 5,
      min_personal_message_post_length: 10,
      unique_posts_mins: 0,
    )
  end
end
