# frozen_string_literal: true

# Rules of this repository that no linter knows. Prints each breach and fails if there is any.
# (Which module may import which is in eslint.config.mjs.)

require "yaml"
require_relative "core_seams/completeness"
require_relative "documents"
require_relative "translations"

class HouseRules
  ROOT = File.expand_path("../..", __dir__)
  PLUGIN = %r{\A(plugin\.rb|about\.json|app/|lib/|config/|db/|assets/|spec/|test/javascripts/)}
  NUMBERLESS = %r{\A(plugin\.rb|app/|lib/|assets/(javascripts|stylesheets)/|admin/|spec/support/)}
  ROOMS = "lib/encrypted_messages/README.md"
  CLIENT_TEXTS = {
    locale: "config/locales/client.en.yml",
    users: %r{\Aassets/javascripts/},
    call: /\bi18n\(\s*"(encrypted_messages\.[\w.]+)"/,
    under: %w[en js],
  }
  SERVER_TEXTS = {
    locale: "config/locales/server.en.yml",
    users: %r{\A(plugin\.rb|app/|lib/)},
    call: /\bI18n\.t\(\s*"(encrypted_messages\.[\w.]+)"/,
    under: %w[en],
  }

  def breaches
    host_named + machine_named + package_sources + outside_rooms + numbered + malformed_locales +
      incomplete_locales + core_seams + documents +
      [CLIENT_TEXTS, SERVER_TEXTS].flat_map { |texts| missing_texts(**texts) }
  end

  private

  # Path => content of every text file, whether committed yet or not.
  def files
    @files ||=
      IO
        .popen(%w[git ls-files --cached --others --exclude-standard], chdir: ROOT, &:readlines)
        .map(&:chomp)
        .select { |path| File.file?(File.join(ROOT, path)) }
        .to_h { |path| [path, File.read(File.join(ROOT, path), encoding: "UTF-8")] }
        .select { |_, text| text.valid_encoding? && !text.include?("\0") }
  end

  # Core is the contract: the plugin runs the same in the miniature Discourse and in a real one.
  def host_named
    files
      .select { |path, text| path.match?(PLUGIN) && text.include?("test/host") }
      .map { |path, _| "#{path} names the host" }
  end

  # Nothing committed depends on where it was made …
  def machine_named
    files
      .select { |_, text| text.include?("#{ROOT}/") }
      .map { |path, _| "#{path} holds the path of this checkout" }
  end

  # … or on the mirror its packages came through.
  def package_sources
    found = []
    if files["pnpm-lock.yaml"].match?(%r{^\s*(tarball|registry):|https?://})
      found << "pnpm-lock.yaml holds addresses"
    end
    source = files["Gemfile"][/^source "(.*)"/, 1]
    if files["Gemfile.lock"].scan(/^  remote: (.*)/).flatten.uniq != ["#{source}/"]
      found << "Gemfile.lock names other sources than the Gemfile"
    end
    found
  end

  # Its README says what each folder of the server's code holds. Above them is what plugin.rb requires by itself.
  def outside_rooms
    loaded = files["plugin.rb"].scan(/require_relative "(.*)"/).flatten.map { |path| "#{path}.rb" }
    files
      .keys
      .grep(%r{\Alib/encrypted_messages/})
      .reject { |path| loaded.include?(path) || path == ROOMS }
      .filter_map do |path|
        room = path[%r{\Alib/encrypted_messages/(\w+)/\w+\.rb\z}, 1]
        if room.nil? || !files[ROOMS].include?("\n- `#{room}/`")
          "#{path} is in no room that #{ROOMS} lists"
        elsif path.end_with?("_extension.rb") != (room == "extensions")
          "#{path}: extensions/ holds the files that end in _extension.rb, and no others"
        end
      end
  end

  # What a requirement's number means stands in docs/specification.md, and tests bear it. Comments say it in words.
  def numbered
    files
      .select { |path, text| path.match?(NUMBERLESS) && text.match?(%r{^\s*(#|//|/?\*).*\bR\d+\b}) }
      .map { |path, _| "#{path}: a comment has the number of a requirement" }
  end

  def malformed_locales
    files
      .select { |path, _| path.match?(%r{\Aconfig/locales/.*\.yml\z}) }
      .flat_map do |path, text|
        document = YAML.parse(text)
        locale = path[/\.(\w+)\.yml\z/, 1]
        found = doubled_keys(document).map { |key| "#{path}: #{key} is there twice" }
        found << "#{path}: only #{locale} belongs at the top" if document.to_ruby.keys != [locale]
        found
      end
  end

  # What a later core may take away is named in one list (bin/check-core).
  def core_seams
    list = CoreSeams::List.new(files.fetch("core-seams.yml"))
    CoreSeams::Completeness.new(list, files).breaches
  end

  # People read documents in an editor, beside a diff and on a phone.
  def documents
    Documents.new(files.select { |path, _| path.end_with?(".md") }).breaches
  end

  # Every further language is as complete as English.
  def incomplete_locales
    files
      .keys
      .filter_map { |path| path.match(%r{\A(config/locales/\w+)\.(?!en\.)(\w+)\.yml\z}) }
      .flat_map do |match|
        path, original, locale = match[0], "#{match[1]}.en.yml", match[2]
        english, translation = [original, path].map { |file| YAML.safe_load(files.fetch(file)) }
        Translations
          .new(english["en"], translation[locale], locale)
          .breaches
          .map { |breach| "#{path}: #{breach}" }
      end
  end

  # A doubled key silently hides the first one.
  def doubled_keys(node, path = [])
    return [] if node.children.nil?
    return node.children.flat_map { |child| doubled_keys(child, path) } if !node.mapping?

    pairs = node.children.each_slice(2).map { |key, value| [key.value, value] }
    doubled = pairs.map(&:first).tally.select { |_, count| count > 1 }.keys
    doubled.map { |key| [*path, key].join(".") } +
      pairs.flat_map { |key, value| doubled_keys(value, [*path, key]) }
  end

  # What the code asks for must be there, or members see "[en.encrypted_messages…]".
  def missing_texts(locale:, users:, call:, under:)
    translations = files[locale] ? YAML.safe_load(files[locale]).dig(*under) : {}
    files
      .select { |path, _| path.match?(users) }
      .flat_map { |path, text| text.scan(call).flatten.uniq.map { |key| [path, key] } }
      .select { |_, key| translations.dig(*key.split(".")).nil? }
      .map { |path, key| "#{path}: #{key} is not in #{locale}" }
  end
end

breaches = HouseRules.new.breaches
puts breaches
exit breaches.empty?
