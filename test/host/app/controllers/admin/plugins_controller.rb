# frozen_string_literal: true

class Admin::PluginsController < Admin::AdminController
  def show
    plugin = Discourse.plugins_by_name[params[:plugin_id]]
    raise Discourse::NotFound if !plugin
    render_serialized(plugin, AdminPluginSerializer, root: nil)
  end
end
