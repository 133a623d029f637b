# frozen_string_literal: true

# A plugin cannot import npm packages, so the few that ship are bundled into modules of our own, from
# the lockfile (package.json, bin/build-vendor.mjs). They are not in the repository: rebuilding the
# site makes them, before core compiles the plugin's JavaScript.
desc "Bundles the npm packages that encrypted messages need, where they are missing"
task "encrypted_messages:vendor" do
  root = File.expand_path("../..", __dir__)
  modules = %w[cborg dompurify idb-keyval zxcvbn-url]
  missing =
    modules.reject { |name| File.exist?("#{root}/assets/javascripts/discourse/vendor/#{name}.js") }
  next if missing.empty?

  puts "Bundling #{missing.join(", ")} for discourse-encrypted-messages"
  [
    %w[pnpm --filter discourse-encrypted-messages install --frozen-lockfile --prod],
    %w[pnpm build],
  ].each do |command|
    next if system(*command, chdir: root)
    abort <<~MESSAGE
      discourse-encrypted-messages: `#{command.join(" ")}` failed in #{root}, so encrypted messages
      have no #{missing.join(", ")} and the site's JavaScript cannot be compiled. It needs Node.js 20 or
      newer, pnpm 10 and access to the npm registry. Run it there by hand to see more.
    MESSAGE
  end
end

# First in line: core appends its own compiling to the same task.
Rake::Task.define_task("assets:precompile").prerequisites.unshift("encrypted_messages:vendor")
