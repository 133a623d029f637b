# frozen_string_literal: true

# Values that a plugin keeps, by name.
class PluginStore
  def self.get(plugin_name, key)
    row = PluginStoreRow.find_by(plugin_name:, key:)
    cast_value(row.type_name, row.value) if row
  end

  def self.set(plugin_name, key, value)
    row = PluginStoreRow.find_or_initialize_by(plugin_name:, key:)
    row.type_name = value.is_a?(Hash) || value.is_a?(Array) ? "JSON" : value.class.to_s
    row.value = row.type_name == "JSON" ? value.to_json : value&.to_s
    row.save
  end

  def self.cast_value(type, value)
    case type
    when "Integer"
      value.to_i
    when "TrueClass", "FalseClass"
      value == "true"
    when "JSON"
      map_json(JSON.parse(value))
    else
      value
    end
  end

  def self.map_json(item)
    case item
    when Hash
      ActiveSupport::HashWithIndifferentAccess.new(item)
    when Array
      item.map { |each| map_json(each) }
    else
      item
    end
  end
end
