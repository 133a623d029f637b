# frozen_string_literal: true

# The built client: tmp/host/client, or the folder that HOST_CLIENT_OUT names. Served under /assets: compressed, and to be
# kept by browsers, since an address changes with what is behind it.
module ClientAssets
  DIRECTORY = ENV["HOST_CLIENT_OUT"].presence || File.join(Discourse::TMP_DIR, "client")
  KEPT = "public, max-age=31556952, immutable"

  # @return [#call] Rack application for what is below /assets, or for the `public` folder of a plugin, which core's nginx
  #   has browsers keep as long
  def self.server(directory = DIRECTORY)
    headers = { "cache-control" => KEPT }
    files = ActionDispatch::FileHandler.new(directory, headers:, precompressed: %i[gzip])
    ->(env) { files.attempt(env) || [404, { "content-type" => "text/plain" }, ["Not found"]] }
  end

  def self.built?
    File.exist?(manifest_path)
  end

  # @return [String] path of an entry's script
  def self.entry(name)
    "/assets/#{JSON.parse(File.read(manifest_path)).fetch(name).fetch("file")}"
  end

  # Core's, then those of enabled plugins; a disabled plugin has no part in the page.
  # @param rtl [Boolean] whether the page is written from right to left
  # @return [Array<String>] paths
  def self.stylesheets(rtl: false)
    names = [
      "host",
      *enabled_plugins.flat_map { |name| [name, "#{name}_desktop", "#{name}_admin"] },
    ]
    names
      .map { |name| "stylesheets/#{name}#{"_rtl" if rtl}.css" }
      .select { |path| File.exist?(File.join(DIRECTORY, path)) }
      .map { |path| "/assets/#{path}?#{File.mtime(File.join(DIRECTORY, path)).to_i}" }
  end

  # @return [Array<String>] names of the plugins whose JavaScript is to run
  def self.enabled_plugins
    Discourse.plugins.select(&:enabled?).map(&:name)
  end

  def self.manifest_path
    File.join(DIRECTORY, "manifest.json")
  end
  private_class_method :manifest_path
end
