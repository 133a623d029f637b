# frozen_string_literal: true

# The built client: tmp/host/client, or the folder that HOST_CLIENT_OUT names. Served under /assets.
module ClientAssets
  DIRECTORY = ENV["HOST_CLIENT_OUT"] || File.join(Discourse::TMP_DIR, "client")

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
      .map { |path| "/assets/#{path}" }
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
