# frozen_string_literal: true

module EncryptedMessages
  # Reads the JavaScript and HTML of themes and their components, as they are stored.
  module ThemeCode
    # A script that Discourse puts into the page as it is, instead of making a module of it.
    RAW_SCRIPT = "raw_script"
    MODULE_SCRIPTS = %w[text/discourse-plugin text/x-handlebars].freeze

    # @return [Array<Array(Integer, String, Array<String>)>] id, name and reasons of each theme in which something was found
    def self.found
      fields
        .joins(:theme)
        .pluck(:theme_id, "themes.name", :type_id, :value)
        .group_by { |id, name, *| [id, name] }
        .sort
        .filter_map do |(id, name), rows|
          reasons = rows.flat_map { |*, type, value| reasons(type, value) }.uniq
          [id, name, reasons] if reasons.any?
        end
    end

    def self.reasons(type, value)
      type == ThemeField.types[:html] ? html_reasons(value) : code_reasons(value)
    end

    def self.code_reasons(source)
      SuspiciousCode.reasons(source.to_s).map(&:to_s)
    end

    def self.html_reasons(html)
      scripts = Nokogiri::HTML5.fragment(html.to_s).css("script")
      raw, modules = scripts.partition { |script| MODULE_SCRIPTS.exclude?(script["type"]) }
      raw = raw.reject { |script| script["type"].to_s.match?(/json/) }
      found = modules.flat_map { |script| code_reasons(script.text) }
      raw.any? ? [RAW_SCRIPT] | found : found.uniq
    end
    private_class_method :reasons, :code_reasons, :html_reasons

    # Fields of themes that can be served to somebody. A theme's tests run only for its author.
    def self.fields
      ThemeField
        .where(theme_id: ids, type_id: ThemeField.types.values_at(:html, :js))
        .where.not(target_id: Theme.targets[:tests_js])
    end

    def self.ids
      Theme.enabled_theme_and_component_ids.sort
    end
    private_class_method :fields, :ids
  end
end
