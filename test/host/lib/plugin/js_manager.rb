# frozen_string_literal: true

# Compiles the JavaScript of the plugins that are activated, which is why their plugin.rb always runs before. Core
# compiles each plugin by itself, and makes of one that it cannot compile a client that only throws; here one build holds
# everything, and fails.
class Plugin::JsManager
  def compile!
    build = File.join(Discourse::ROOT, "client/build.mjs")
    system("node", build, exception: true) if Discourse.plugins.any?
  end
end
