# frozen_string_literal: true

# The ways by which core compiles plugins with rake. A container is built with `assets:precompile:build` and its
# `assets:precompile` skips that; the upgrade button of docker_manager runs `assets:precompile` whole.
namespace :assets do
  desc "Build the client with the plugin in it"
  task precompile: %w[precompile:build environment]

  namespace :precompile do
    desc "Build the client before there is a database, as core's script/assemble_ember_build.rb does"
    task :build do
      rakefile = File.expand_path("../../Rakefile", __dir__)
      sh RbConfig.ruby, "-S", "rake", "-f", rakefile, "assets:precompile:build_plugins"
    end

    task build_plugins: :environment do
      Plugin::JsManager.new.compile!
    end
  end
end
