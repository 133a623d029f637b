# frozen_string_literal: true

module ::EncryptedMessages
  class Engine < ::Rails::Engine
    engine_name PLUGIN_NAME
    isolate_namespace EncryptedMessages
    config.autoload_paths << File.join(config.root, "lib")
    # The folders below are rooms (README.md says what each holds), and no namespaces: `rules/post_guard.rb` holds
    # `EncryptedMessages::PostGuard`.
    Rails.autoloaders.main.collapse(File.join(config.root, "lib/encrypted_messages/*"))
    # Core's scheduler runs the jobs whose classes are loaded.
    config.to_prepare do
      Rails.autoloaders.main.eager_load_dir(File.join(Engine.root, "app/jobs/scheduled"))
    end
  end
end
