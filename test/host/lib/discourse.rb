# frozen_string_literal: true

# The names and errors that all of core leans on.
module Discourse
  ROOT = File.expand_path("..", __dir__)
  REPOSITORY = File.expand_path("../..", ROOT)
  TMP_DIR = ENV["HOST_TMP"] || File.join(REPOSITORY, "tmp", "host")
  SYSTEM_USER_ID = -1

  class NotLoggedIn < StandardError
  end

  class InvalidParameters < StandardError
  end

  class ReadOnly < StandardError
  end

  # Carries what the error page and the JSON answer need.
  class InvalidAccess < StandardError
    attr_reader :custom_message, :custom_message_params

    def initialize(msg = nil, _obj = nil, opts = nil)
      super(msg)
      @custom_message, @custom_message_params =
        opts.to_h.values_at(:custom_message, :custom_message_params)
    end
  end

  class NotFound < StandardError
    attr_reader :status, :custom_message

    def initialize(msg = nil, status: 404, custom_message: nil)
      super(msg)
      @status = status
      @custom_message = custom_message
    end
  end

  def self.plugins
    @plugins ||= []
  end

  def self.plugins_by_name
    @plugins_by_name ||= {}
  end

  # Evaluates the plugin.rb of this repository, as core does with each folder of plugins/.
  def self.activate_plugins!
    Plugin::Instance
      .find_all(REPOSITORY)
      .each do |plugin|
        plugin.activate!
        plugins << plugin
        plugins_by_name[plugin.name] = plugin
      end
  end

  def self.system_user
    User.find(SYSTEM_USER_ID)
  end

  def self.current_hostname
    SiteSetting.force_hostname.presence || "localhost"
  end

  def self.current_hostname_with_port
    [current_hostname, SiteSetting.port.presence].compact.join(":")
  end

  def self.base_protocol
    SiteSetting.force_https? ? "https" : "http"
  end

  def self.base_path
    ""
  end

  def self.base_url
    "#{base_protocol}://#{current_hostname_with_port}"
  end

  def self.current_user_provider
    Auth::DefaultCurrentUserProvider
  end

  def self.warn_exception(exception, message: "", env: nil)
    Rails.logger.warn("#{message}: #{exception.class} #{exception.message}")
  end
end
