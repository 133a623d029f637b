# frozen_string_literal: true

# Actions that a granular API key may be limited to; the host's keys may do everything.
class ApiKeyScope
  def self.scope_mappings
    @scope_mappings ||= {}
  end

  def self.add(resource, action, plugin:)
    scope_mappings[resource] = { action: action, plugin: plugin }
  end
end
