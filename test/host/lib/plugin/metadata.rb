# frozen_string_literal: true

# The comment lines at the head of a plugin.rb: `# name: …`, `# version: …`.
class Plugin::Metadata
  FIELDS = %i[name about version authors contact_emails url required_version meta_topic_id label]
  # Some of those that core names as its own.
  OFFICIAL_PLUGINS = Set.new(%w[automation chat checklist discourse-ai footnote poll spoiler-alert])
  attr_accessor(*FIELDS)

  def self.parse(source)
    new.tap do |metadata|
      source.each_line do |line|
        break if line.strip.present? && !line.start_with?("#")
        key, value = line.delete_prefix("#").split(":", 2).map(&:strip)
        metadata.public_send("#{key}=", value) if value.present? && FIELDS.include?(key.to_sym)
      end
    end
  end

  def official?
    OFFICIAL_PLUGINS.include?(name)
  end
end
