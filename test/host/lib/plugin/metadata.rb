# frozen_string_literal: true

# The comment lines at the head of a plugin.rb: `# name: …`, `# version: …`.
class Plugin::Metadata
  FIELDS = %i[name about version authors contact_emails url required_version meta_topic_id label]
  # Some of those that core names as its own.
  OFFICIAL_PLUGINS = Set.new(%w[automation chat checklist discourse-ai footnote poll spoiler-alert])
  MAX_LENGTHS = { name: 75, about: 350, authors: 200, contact_emails: 200, url: 500, label: 20 }
  attr_accessor(*FIELDS)

  # A plugin that has no topic yet says TODO.
  def meta_topic_id=(value)
    @meta_topic_id = Integer(value, exception: false)
  end

  def self.parse(source)
    new.tap do |metadata|
      source.each_line do |line|
        break if line.strip.present? && !line.start_with?("#")
        key, value = line.delete_prefix("#").split(":", 2).map(&:strip)
        next if value.blank? || FIELDS.exclude?(key.to_sym)
        metadata.public_send("#{key}=", value.truncate(MAX_LENGTHS.fetch(key.to_sym, 1000)))
      end
    end
  end

  def official?
    OFFICIAL_PLUGINS.include?(name)
  end
end
