# frozen_string_literal: true

# What plugins have added to core: forgotten while the plugin is disabled.
class DiscoursePluginRegistry
  def self.register_problem_check(check, plugin)
    (@problem_checks ||= Set.new) << [plugin, check]
  end

  def self.problem_checks
    @problem_checks.to_a.filter_map { |plugin, check| check if plugin.enabled? }
  end

  def self.modifiers
    @modifiers ||= Hash.new { |hash, name| hash[name] = [] }
  end

  def self.register_modifier(plugin, name, &block)
    modifiers[name] << [plugin, block]
  end

  # Hands `arg` through every modifier of an enabled plugin, together with the further arguments.
  def self.apply_modifier(name, arg, *more_args)
    return arg if !modifiers.key?(name)

    modifiers[name].reduce(arg) do |value, (plugin, block)|
      plugin.enabled? ? block.call(value, *more_args) : value
    end
  end
end
