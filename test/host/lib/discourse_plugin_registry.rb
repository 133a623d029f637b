# frozen_string_literal: true

# What plugins have added to core. A filtered register forgets an entry while its plugin is disabled.
class DiscoursePluginRegistry
  def self.define_register(name, type)
    define_singleton_method(name) { registers[name] ||= type.new }
  end

  def self.define_filtered_register(name)
    define_singleton_method(:"_raw_#{name}") { registers[name] ||= Set.new }
    define_singleton_method(name) do
      public_send(:"_raw_#{name}")
        .filter_map { |entry| entry[:value] if entry[:plugin].enabled? }
        .uniq
    end
    define_singleton_method(:"register_#{name.to_s.singularize}") do |value, plugin|
      public_send(:"_raw_#{name}") << { plugin: plugin, value: value }
    end
  end

  def self.registers
    @registers ||= {}
  end

  define_register :serialized_current_user_fields, Set
  define_register :svg_icons, Set
  define_register :stylesheets, Hash

  define_filtered_register :public_user_custom_fields
  define_filtered_register :staff_user_custom_fields
  define_filtered_register :self_editable_user_custom_fields
  define_filtered_register :staff_editable_user_custom_fields
  define_filtered_register :public_editable_topic_custom_fields
  define_filtered_register :staff_editable_topic_custom_fields
  define_filtered_register :email_notification_filters
  define_filtered_register :push_notification_filters
  define_filtered_register :topic_preloader_associations
  define_filtered_register :post_strippers
  define_filtered_register :problem_checks

  def self.modifiers
    @modifiers ||= Hash.new { |hash, name| hash[name] = [] }
  end

  def self.register_modifier(plugin, name, &block)
    modifiers[name] << [plugin, block]
  end

  def self.unregister_modifier(plugin, name, &block)
    modifiers[name].delete([plugin, block])
  end

  # Hands `arg` through every modifier of an enabled plugin, together with the further arguments.
  def self.apply_modifier(name, arg, *more_args)
    return arg if !modifiers.key?(name)

    modifiers[name].reduce(arg) do |value, (plugin, block)|
      plugin.enabled? ? block.call(value, *more_args) : value
    end
  end
end
