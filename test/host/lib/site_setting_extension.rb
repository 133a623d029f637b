# frozen_string_literal: true

# Turns settings.yml files into class methods: `SiteSetting.title`, `SiteSetting.title = …`, `…_map` for group lists.
module SiteSettingExtension
  def supervisors
    @supervisors ||= {}
  end

  def defaults
    @defaults ||= {}.with_indifferent_access
  end

  def client_settings
    @client_settings ||= []
  end

  # The plugin that a setting belongs to, by the setting's name.
  def plugins
    @plugins ||= {}
  end

  # What the administrators' page shows.
  # @param filter_plugin [String, nil]
  def all_settings(filter_plugin: nil)
    supervisors
      .reject { |name, supervisor| supervisor.options[:hidden] || plugins[name] != filter_plugin }
      .map do |name, supervisor|
        {
          setting: name,
          humanized_name: name.to_s.humanize,
          description: I18n.t("site_settings.#{name}"),
          default: supervisor.to_db(defaults[name], validate: false),
          value: supervisor.to_db(public_send(name), validate: false),
          type: supervisor.type,
          plugin: plugins[name],
        }
      end
  end

  # @param plugin [String, nil] name of the plugin whose settings these are
  def load_settings(file, plugin: nil)
    YAML
      .load_file(file, aliases: true)
      &.each_value do |settings|
        settings&.each do |name, spec|
          options = spec.is_a?(Hash) ? spec.symbolize_keys : { default: spec }
          define_setting(name.to_sym, options[:default], options)
          plugins[name.to_sym] = plugin
        end
      end
  end

  def define_setting(name, default, options)
    supervisor = SiteSettings::TypeSupervisor.new(name, default, options)
    supervisors[name] = supervisor
    defaults[name] = supervisor.cast(default)
    client_settings << name if options[:client]

    define_singleton_method(name) { current.fetch(name) { defaults[name] } }
    define_singleton_method(:"#{name}?") { public_send(name) } if supervisor.type == :bool
    define_singleton_method(:"#{name}=") { |value| set(name, value) }
    if supervisor.type == :group_list
      define_singleton_method(:"#{name}_map") { public_send(name).split("|").map(&:to_i) }
    end
    if supervisor.type == :list
      define_singleton_method(:"#{name}_map") { public_send(name).split("|") }
    end
  end

  # Stores and announces a setting.
  # @raise ArgumentError for an unknown one, Discourse::InvalidParameters for a bad value
  def set(name, value)
    name = name.to_sym
    supervisor = supervisors[name] or raise ArgumentError, "No setting named '#{name}' exists"
    old_value = public_send(name)
    provider.save(name, supervisor.to_db(value), supervisor.data_type)
    current[name] = supervisor.cast(value)
    return if old_value == current[name]

    DiscourseEvent.trigger(:site_setting_changed, name, old_value, current[name])
    if client_settings.include?(name)
      MessageBus.publish("/client_settings", { name: name, value: current[name] })
    end
  end

  def get(name)
    public_send(name)
  end

  def has_setting?(name)
    supervisors.key?(name.to_sym)
  end

  # Forgets what this process read from the provider.
  def refresh!
    @current = nil
  end

  def provider
    @provider ||= SiteSettings::DbProvider.new
  end

  def provider=(provider)
    @provider = provider
    refresh!
  end

  # The settings marked `client: true`, as the browser gets them.
  def client_settings_json
    MultiJson.dump(client_settings.to_h { |name| [name, public_send(name)] })
  end

  private

  def current
    @current ||=
      provider
        .all
        .each_with_object({}) do |(name, value), values|
          values[name] = supervisors[name].cast(value) if supervisors.key?(name)
        end
  end
end
