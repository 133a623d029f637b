import { service } from "@ember/service";
import AdminPlugin from "discourse/admin/models/admin-plugin";
import { ajax } from "discourse/lib/ajax";
import DiscourseRoute from "discourse/routes/discourse";

export default class AdminPluginsShowRoute extends DiscourseRoute {
  @service adminPluginNavManager;

  async model({ plugin_id }) {
    return AdminPlugin.create(await ajax(`/admin/plugins/${plugin_id}.json`));
  }

  afterModel(model) {
    this.adminPluginNavManager.currentPlugin = model;
  }

  deactivate() {
    this.adminPluginNavManager.currentPlugin = null;
  }

  titleToken() {
    return this.adminPluginNavManager.currentPlugin.nameTitleized;
  }
}
