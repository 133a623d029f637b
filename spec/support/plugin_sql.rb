# frozen_string_literal: true

# Watches the queries of the plugin's own code. `NOT IN (SELECT …)` must not be asked of a table that grows: once the
# rows of the inner query do not fit into its memory, PostgreSQL runs that query anew for each row. Every example in
# which the plugin asks so fails.
module PluginSql
  SLOW = /\bNOT IN \(\s*SELECT\b/i

  # @return [Array<String>] what was asked so since it was last forgotten
  def self.slow
    @slow ||= []
  end

  # Core asks such queries too, so the nearest frame of the stack decides whose query it is.
  def self.ours?(frames)
    near = frames.map { |frame| frame.absolute_path || frame.path }.find { |path| code?(path) }
    near.to_s.start_with?(
      *%w[app lib].map { |folder| "#{EncryptedMessages::Engine.root}/#{folder}/" },
    )
  end

  def self.code?(path)
    path.present? && path != __FILE__ && !path.include?("/gems/") &&
      !path.start_with?(RbConfig::CONFIG["rubylibprefix"])
  end
  private_class_method :code?
end

RSpec.configure do |config|
  config.before(:suite) do
    ActiveSupport::Notifications.subscribe("sql.active_record") do |*, payload|
      next if !payload[:sql].match?(PluginSql::SLOW)
      PluginSql.slow << payload[:sql] if PluginSql.ours?(caller_locations)
    end
  end

  config.after do
    asked = PluginSql.slow.dup
    PluginSql.slow.clear
    expect(asked).to eq([])
  end
end
