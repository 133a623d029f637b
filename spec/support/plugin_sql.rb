# frozen_string_literal: true

# What the plugin's own code asks of the database. `NOT IN (SELECT …)` is no question for a table that grows: PostgreSQL
# asks it anew for each row as soon as the rows of the inner query do not fit into its memory. Every example fails in which
# it is asked.
module PluginSql
  SLOW = /\bNOT IN \(\s*SELECT\b/i

  # @return [Array<String>] what was asked so since it was last forgotten
  def self.slow
    @slow ||= []
  end

  # Core asks such things too. Ours is what the code that is nearest to the question belongs to.
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
