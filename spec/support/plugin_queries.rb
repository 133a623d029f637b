# frozen_string_literal: true

require_relative "plugin_sql"

# The database's part of what the plugin costs: queries of its own code, or of its tables.
module PluginQueries
  # @return [Array<String>] the SQL of those that the block runs
  def plugin_queries
    asked = []
    watch = ->(*, payload) do
      next if %w[CACHE SCHEMA TRANSACTION].include?(payload[:name])
      sql = payload[:sql]
      asked << sql if sql.include?("encrypted_") || PluginSql.ours?(caller_locations)
    end
    ActiveSupport::Notifications.subscribed(watch, "sql.active_record") { yield }
    asked
  end

  # By what they begin with, without what differs from time to time.
  #
  # @return [Hash{String => Integer}]
  def kinds(queries)
    queries
      .map do |sql|
        kind = sql.squish.sub(/\b(VALUES|DELETE .* WHERE)\b.*/, '\1 …')
        kind.gsub(/[$\d]+(, ?[$\d]+)*/, "…").gsub("IN (…)", "= …").truncate(400)
      end
      .tally
  end
end
