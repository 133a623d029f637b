# frozen_string_literal: true

# Core runs message_bus over Redis; the host over PostgreSQL, and in specs over memory as core does.
if Rails.env.test?
  MessageBus.configure(backend: :memory)
  MessageBus.keepalive_interval = -1
else
  database = ActiveRecord::Base.connection_db_config.configuration_hash[:database]
  MessageBus.configure(backend: :postgres, backend_options: { dbname: database })
end

MessageBus.site_id_lookup { RailsMultisite::ConnectionManagement.current_db }
MessageBus.user_id_lookup { |env| CurrentUser.lookup_from_env(env)&.id }
MessageBus.is_admin_lookup { |env| !!CurrentUser.lookup_from_env(env)&.admin? }
MessageBus.group_ids_lookup do |env|
  user = CurrentUser.lookup_from_env(env)
  user&.admin? ? Group.pluck(:id) : GroupUser.where(user_id: user&.id).pluck(:group_id)
end
MessageBus.on_middleware_error do |_env, error|
  [403, {}, ["Invalid Access"]] if error.is_a?(Discourse::InvalidAccess)
end
MessageBus.on_disconnect { ActiveRecord::Base.connection_handler.clear_active_connections! }
