# frozen_string_literal: true

module ::EncryptedMessages
  class Engine < ::Rails::Engine
    engine_name PLUGIN_NAME
    isolate_namespace EncryptedMessages
    config.autoload_paths << File.join(config.root, "lib")
  end
end
