# frozen_string_literal: true

# One plugin: its metadata, what its plugin.rb registered, and the methods a plugin.rb may call.
class Plugin::Instance
  attr_reader :metadata, :path, :initializers
  delegate :name, to: :metadata

  # The plugins in a folder; here the repository itself, or none while it has no plugin.rb.
  def self.find_all(directory)
    Dir[File.join(directory, "plugin.rb")].map { |path| parse_from_source(path) }
  end

  def self.parse_from_source(path)
    new(Plugin::Metadata.parse(File.read(path)), path)
  end

  def initialize(metadata = nil, path = nil)
    @metadata = metadata
    @path = path
    @initializers = []
    @callback_index = 0
  end

  # Runs plugin.rb. Its rake tasks are added here, and once more by its engine, in core as well.
  def activate!
    instance_eval(File.read(path), path)
    Rake.add_rakelib(File.join(directory, "lib/tasks")) if defined?(Rake)
  end

  def directory
    File.dirname(path)
  end

  def directory_name
    name
  end

  # Whether the plugin's site setting is on; a plugin without one is always on.
  def enabled?
    @enabled_site_setting ? SiteSetting.public_send(@enabled_site_setting) : true
  end

  def enabled_site_setting(setting = nil)
    setting ? @enabled_site_setting = setting : @enabled_site_setting
  end

  def after_initialize(&block)
    initializers << block
  end

  # Runs the `after_initialize` blocks. Before the first migration their tables are missing, which is tolerated.
  def notify_after_initialize
    initializers.each do |callback|
      callback.call(self)
    rescue ActiveRecord::StatementInvalid => e
      raise e if e.message.exclude?("UndefinedTable")
    end
  end

  # The client's build reads these two in plugin.rb.
  def register_asset(_file, _opts = nil)
  end

  def register_svg_icon(_icon)
  end

  def register_modifier(modifier_name, &block)
    DiscoursePluginRegistry.register_modifier(self, modifier_name, &block)
  end

  def add_admin_route(label, location, opts = {})
    @admin_route = { label: label, location: location, **opts }
  end

  # Where the plugin's own page stands among the administrators' pages.
  def full_admin_route
    return if !@admin_route
    show = "adminPlugins.show" if @admin_route[:use_new_show_route]
    @admin_route.merge(full_location: show || "adminPlugins.#{@admin_route[:location]}")
  end

  # `DiscourseEvent.on`, silent while the plugin is disabled.
  def on(event_name, &block)
    DiscourseEvent.on(event_name) { |*args, **kwargs| block.call(*args, **kwargs) if enabled? }
  end

  # Core applies the block again after each code reload in development; the host never reloads.
  def reloadable_patch(plugin = self)
    yield plugin
  end

  # Adds an attribute to a serializer and all its descendants (a webhook's post serializer inherits what is
  # added to :post).
  def add_to_serializer(
    serializer,
    attr,
    respect_plugin_enabled: true,
    include_condition: nil,
    &block
  )
    reloadable_patch do |plugin|
      base = "#{serializer.to_s.classify}Serializer".safe_constantize
      base ||= "#{serializer}Serializer".constantize

      [base, *base.descendants].each do |klass|
        klass.attributes(attr) if !attr.to_s.start_with?("include_")

        if respect_plugin_enabled || include_condition
          klass.define_method(:"include_#{attr}?") do
            next false if respect_plugin_enabled && !plugin.enabled?
            include_condition ? instance_exec(&include_condition) : true
          end
        end

        klass.define_method(attr, &block)
      end
    end
  end

  def add_model_callback(class_name, callback, options = {}, &block)
    reloadable_patch do |plugin|
      klass = find_class(class_name)
      method = :"#{plugin.name}_#{klass.name}_#{callback}#{@callback_index += 1}".to_s.underscore
      klass.define_method(method, &block)
      klass.public_send(callback, **options) { public_send(method) if plugin.enabled? }
      method
    end
  end

  def add_permitted_post_create_param(name, type = :string)
    reloadable_patch do |plugin|
      Post.plugin_permitted_create_params[name] = { plugin: plugin, type: type }
    end
  end

  def register_problem_check(klass)
    DiscoursePluginRegistry.register_problem_check(klass, self)
  end

  private

  def find_class(class_name)
    class_name.to_s.classify.safe_constantize || class_name.to_s.constantize
  end
end
