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

  # The method answers nil while the plugin is disabled.
  def add_to_class(class_name, attr, &block)
    reloadable_patch do |plugin|
      klass = find_class(class_name)
      unchecked = :"#{attr}_without_enable_check"
      klass.define_method(unchecked, &block)
      klass.define_method(attr) do |*args, **kwargs|
        public_send(unchecked, *args, **kwargs) if plugin.enabled?
      end
    end
  end

  def add_class_method(class_name, attr, &block)
    reloadable_patch do |plugin|
      klass = find_class(class_name)
      unchecked = :"#{attr}_without_enable_check"
      klass.define_singleton_method(unchecked, &block)
      klass.define_singleton_method(attr) do |*args, **kwargs|
        public_send(unchecked, *args, **kwargs) if plugin.enabled?
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

  def validate(class_name, name, &block)
    plugin = self
    klass = find_class(class_name)
    klass.define_method(name, &block)
    klass.validate(name, if: -> { plugin.enabled? })
  end

  %i[user topic post group].each do |model|
    define_method(:"register_#{model}_custom_field_type") do |name, type, max_length: nil|
      reloadable_patch do
        model.to_s.classify.constantize.register_custom_field_type(
          name,
          type,
          max_length: max_length,
        )
      end
    end
  end

  def topic_view_post_custom_fields_allowlister(&block)
    reloadable_patch do |plugin|
      TopicView.add_post_custom_fields_allowlister do |user, topic|
        plugin.enabled? ? block.call(user, topic) : []
      end
    end
  end

  def add_preloaded_topic_list_custom_field(field)
    reloadable_patch { TopicList.preloaded_custom_fields << field }
  end

  def add_permitted_post_create_param(name, type = :string)
    reloadable_patch do |plugin|
      Post.plugin_permitted_create_params[name] = { plugin: plugin, type: type }
    end
  end

  def add_permitted_post_update_param(attribute, &block)
    reloadable_patch do |plugin|
      Post.plugin_permitted_update_params[attribute] = { plugin: plugin, handler: block }
    end
  end

  def register_editable_user_custom_field(field, staff_only: false)
    kind = staff_only ? "staff" : "self"
    DiscoursePluginRegistry.public_send(:"register_#{kind}_editable_user_custom_field", field, self)
  end

  def register_editable_topic_custom_field(field, staff_only: false)
    kind = staff_only ? "staff" : "public"
    DiscoursePluginRegistry.public_send(
      :"register_#{kind}_editable_topic_custom_field",
      field,
      self,
    )
  end

  def allow_public_user_custom_field(field)
    DiscoursePluginRegistry.register_public_user_custom_field(field, self)
  end

  def allow_staff_user_custom_field(field)
    DiscoursePluginRegistry.register_staff_user_custom_field(field, self)
  end

  def register_email_notification_filter(&block)
    DiscoursePluginRegistry.register_email_notification_filter(block, self)
  end

  def register_push_notification_filter(&block)
    DiscoursePluginRegistry.register_push_notification_filter(block, self)
  end

  def register_post_stripper(&block)
    DiscoursePluginRegistry.register_post_stripper({ block: block }, self)
  end

  def register_problem_check(klass)
    DiscoursePluginRegistry.register_problem_check(klass, self)
  end

  def register_topic_preloader_associations(fields, &condition)
    DiscoursePluginRegistry.register_topic_preloader_association({ fields:, condition: }, self)
  end

  def rescue_from(exception, &block)
    reloadable_patch { |plugin| ApplicationController.rescue_from(exception, &block) }
  end

  # @see ApiKeyScope, which names the actions that a granular API key may call
  def add_api_key_scope(resource, action)
    reloadable_patch { ApiKeyScope.add(resource, action, plugin: self) }
  end
end
