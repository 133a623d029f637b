# frozen_string_literal: true

class AdminPluginSerializer < ApplicationSerializer
  attributes :id, :name, :about, :version, :url, :admin_route, :enabled, :humanized_name, :authors

  %i[name about version url authors].each do |name|
    define_method(name) { object.metadata.public_send(name) }
  end

  def id
    object.directory_name
  end

  def admin_route
    object.full_admin_route
  end

  def enabled
    object.enabled?
  end

  def humanized_name
    object.name.delete_prefix("discourse-").titleize
  end
end
