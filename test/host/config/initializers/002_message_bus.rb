# frozen_string_literal: true

# Core runs message_bus over Redis; the host over PostgreSQL, and in specs over memory.
if Rails.env.test?
  MessageBus.configure(backend: :memory)
else
  config = ActiveRecord::Base.connection_db_config.configuration_hash
  MessageBus.configure(backend: :postgres, backend_options: { dbname: config[:database] })
end

MessageBus.user_id_lookup { |env| Discourse.current_user_provider.new(env).current_user&.id }
MessageBus.group_ids_lookup do |env|
  user = Discourse.current_user_provider.new(env).current_user
  user ? GroupUser.where(user_id: user.id).pluck(:group_id) : []
end
MessageBus.is_admin_lookup { |env| !!Discourse.current_user_provider.new(env).current_user&.admin? }
MessageBus.on_middleware_error do |_env, error|
  [403, {}, ["Invalid Access"]] if error.is_a?(Discourse::InvalidAccess)
end
MessageBus.long_polling_enabled = !Rails.env.test?
