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

# The daily job looks at what is new. This is for after a backup was restored, or when the report says that something is
# wrong: it reads every post of the site once, and takes some minutes for a million.
desc "Looks through everything for what should not be in encrypted messages, and removes what belongs to nobody"
task "encrypted_messages:check" => :environment do
  check = -> do
    report = EncryptedMessages::ConsistencyReport.make_of_everything
    report[:findings].each { |name, count| puts "#{name}: #{count}" }
    report[:removed].each { |name, count| puts "removed #{name}: #{count}" }
  end
  # Core's own tasks take one site of several so.
  next check.call if ENV["RAILS_DB"]
  RailsMultisite::ConnectionManagement.each_connection do |site|
    puts "#{site}:"
    check.call
  end
end
