# frozen_string_literal: true

class SiteSetting < ActiveRecord::Base
  extend SiteSettingExtension

  load_settings(Rails.root.join("config/site_settings.yml"))
  Discourse.plugins.each do |plugin|
    file = File.join(plugin.directory, "config/settings.yml")
    load_settings(file, plugin: plugin.name) if File.exist?(file)
  end

  # Bounds of a body: chosen by who sees it.
  def self.post_length
    min_post_length..max_post_length
  end

  def self.first_post_length
    min_first_post_length..max_post_length
  end

  def self.private_message_post_length
    min_personal_message_post_length..max_post_length
  end

  def self.topic_title_length
    min_topic_title_length..max_topic_title_length
  end

  def self.private_message_title_length
    min_personal_message_title_length..max_topic_title_length
  end
end
