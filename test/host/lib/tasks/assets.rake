# frozen_string_literal: true

namespace :assets do
  desc "Build the client with the plugin in it"
  task precompile: :environment do
    sh "node", File.join(Discourse::ROOT, "client/build.mjs")
  end
end
