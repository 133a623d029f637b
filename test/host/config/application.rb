# frozen_string_literal: true

require_relative "boot"

require "rails"
require "active_record/railtie"
require "action_controller/railtie"
require "action_mailer/railtie"
require "active_model_serializers"
require "message_bus"
require "multi_json"
require "mini_sql"
require "rails_multisite"

require_relative "../lib/discourse_event"
require_relative "../lib/discourse_plugin_registry"
require_relative "../lib/plugin"
require_relative "../lib/discourse"
require_relative "../lib/middleware/enforce_hostname"
require_relative "../lib/middleware/request_tracker"

module Discourse
  class Application < Rails::Application
    config.load_defaults 7.2
    config.enable_reloading = false
    config.eager_load = false
    config.secret_key_base = ENV["SECRET_KEY_BASE"] || "host" * 16
    config.time_zone = "UTC"

    config.autoload_paths << root.join("lib").to_s
    config.autoload_paths << root.join("lib/guardian").to_s
    config.autoload_paths << root.join("lib/validators").to_s
    # Jobs of plugins: app/jobs/scheduled/my_plugin/my_job.rb holds Jobs::MyPlugin::MyJob.
    Rails.autoloaders.main.inflector.inflect("regular" => "Jobs", "scheduled" => "Jobs")
    # Required above, before autoloading is set up, because plugin.rb runs that early.
    Rails.autoloaders.main.ignore(
      root.join("lib/plugin"),
      root.join("lib/plugin.rb"),
      root.join("lib/discourse.rb"),
      root.join("lib/discourse_event.rb"),
      root.join("lib/discourse_plugin_registry.rb"),
      root.join("lib/middleware"),
      root.join("lib/pretty_text/engine"),
      root.join("lib/tasks"),
      root.join("app/models/rows.rb"),
    )
    config.to_prepare { require_relative "../app/models/rows" }

    # Everything the host makes goes to the repository's tmp/, never into test/host.
    config.paths["log"] = ENV["HOST_LOG"] ||
      File.join(Discourse::TMP_DIR, "log", "#{Rails.env}.log")
    config.paths["tmp"] = Discourse::TMP_DIR
    config.paths["config/database"] = "config/database.yml"
    FileUtils.mkdir_p(File.join(Discourse::TMP_DIR, "log"))

    # A few of core's. The host's own texts are English; what a locale lacks is said in English, as in core.
    config.i18n.available_locales = %i[ar de en he]
    config.i18n.default_locale = :en
    config.i18n.fallbacks = [:en]
    config.i18n.load_path += Dir[root.join("config/locales/*.yml")]

    config.active_record.belongs_to_required_by_default = false
    config.active_record.dump_schema_after_migration = false
    config.active_record.yaml_column_permitted_classes = [
      ActiveSupport::HashWithIndifferentAccess,
      Symbol,
      Time,
    ]
    config.active_record.maintain_test_schema = false

    config.action_controller.default_protect_from_forgery = false
    config.action_controller.include_all_helpers = false
    config.action_dispatch.cookies_same_site_protection = :lax
    config.action_dispatch.rescue_responses["Discourse::NotFound"] = :not_found
    config.action_mailer.delivery_method = :file
    config.action_mailer.file_settings = { location: File.join(Discourse::TMP_DIR, "mails") }
    config.action_mailer.deliver_later_queue_name = nil
    config.filter_parameters += %i[password secret _token]
    config.session_store :cookie_store, key: "_forum_session"

    config.middleware.insert_after Rack::MethodOverride, Middleware::EnforceHostname
    config.middleware.insert_after Middleware::EnforceHostname, Middleware::RequestTracker

    Discourse.activate_plugins!
    Discourse.plugins.each do |plugin|
      config.i18n.load_path += Dir[File.join(plugin.directory, "config/locales/*.yml")]
      paths["db/migrate"] << File.join(plugin.directory, "db/migrate")
      paths["db/migrate"] << File.join(plugin.directory, "db/post_migrate")
    end

    config.after_initialize { Discourse.plugins.each(&:notify_after_initialize) }
  end
end
