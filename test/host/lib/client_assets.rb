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

  def self.stylesheets
    names =
      Dir
        .children(File.join(DIRECTORY, "stylesheets"))
        .grep(/\.css\z/)
        .reject { |n| n.end_with?("_mobile.css") }
    names
      .sort_by { |name| [name == "host.css" ? 0 : 1, name] }
      .map { |name| "/assets/stylesheets/#{name}" }
  rescue Errno::ENOENT
    []
  end

  def self.manifest_path
    File.join(DIRECTORY, "manifest.json")
  end
  private_class_method :manifest_path
end
