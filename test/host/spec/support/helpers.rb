# frozen_string_literal: true

module Helpers
  # Turns on the plugin whose spec this is, by its own setting.
  def enable_current_plugin
    path =
      File.expand_path(
        RSpec.current_example.metadata[:example_group][:absolute_file_path] ||
          RSpec.current_example.metadata[:absolute_file_path],
      )
    plugin = Discourse.plugins.find { |p| path.start_with?("#{p.directory}/spec/") }
    raise "no plugin holds #{path}" if !plugin
    SiteSetting.set(plugin.enabled_site_setting, true)
  end

  def freeze_time(now = Time.now)
    time = now.is_a?(String) ? Time.zone.parse(now) : now.to_time
    travel_to(time)
    return if !block_given?
    begin
      yield
    ensure
      travel_back
    end
  end

  def create_post(args = {})
    args = args.dup
    user = args.delete(:user) || Fabricate(:user, refresh_auto_groups: true)
    args[:title] ||= "This is my title #{SecureRandom.hex(4)}" if !args[:topic_id] && !args[:topic]
    args[:raw] ||= "This is the raw body of my post, it is cool #{SecureRandom.hex(4)}"
    args[:topic_id] = args.delete(:topic).id if args[:topic]
    creator = PostCreator.new(user, args)
    post = creator.create
    raise creator.errors.full_messages.join(" ") if creator.errors.any?
    post
  end

  # @return [Array<String>] the SQL that the block runs
  def track_sql_queries
    queries = []
    callback = ->(*, payload) do
      queries << payload[:sql] if %w[CACHE SCHEMA].exclude?(payload[:name])
    end
    ActiveSupport::Notifications.subscribed(callback, "sql.active_record") { yield }
    queries
  end

  def with_search_indexer_enabled
    SearchIndexer.enable
    yield
  ensure
    SearchIndexer.disable
  end
end

RSpec.configure { |config| config.include ActiveSupport::Testing::TimeHelpers }
