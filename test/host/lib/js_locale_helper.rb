# frozen_string_literal: true

# Client texts of the host and of the plugins, read from client.<locale>.yml.
module JsLocaleHelper
  # @param part [String] "js" or "admin_js"
  # @return [Hash{String => Hash}] by locale: the one asked for, and English for what that lacks
  def self.translations_for(locale, part)
    [locale.to_s, "en"].uniq.to_h { |name| [name, load_translations(name)[part] || {}] }
  end

  def self.load_translations(locale)
    files(locale).each_with_object({}) do |file, result|
      result.deep_merge!((YAML.load_file(file, aliases: true) || {}).fetch(locale, nil) || {})
    end
  end
  private_class_method :load_translations

  def self.files(locale)
    directories = [Rails.root, *Discourse.plugins.map(&:directory)]
    directories
      .map { |dir| File.join(dir, "config/locales/client.#{locale}.yml") }
      .select { |f| File.exist?(f) }
  end
  private_class_method :files
end
