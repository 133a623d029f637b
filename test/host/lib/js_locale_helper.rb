# frozen_string_literal: true

# Client texts of the host and of the plugins, read from client.en.yml.
module JsLocaleHelper
  # @return [Hash] with the keys "js" and "admin_js"
  def self.client_translations
    files.each_with_object({}) do |file, result|
      result.deep_merge!((YAML.load_file(file, aliases: true) || {}).fetch("en", nil) || {})
    end
  end

  def self.files
    directories = [Rails.root, *Discourse.plugins.map(&:directory)]
    directories
      .map { |dir| File.join(dir, "config/locales/client.en.yml") }
      .select { |f| File.exist?(f) }
  end
  private_class_method :files
end
