# frozen_string_literal: true

# The part of the plugin API that changes core's classes.
module Plugin::Extensions
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
end
