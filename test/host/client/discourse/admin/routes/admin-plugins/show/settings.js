import DiscourseRoute from "discourse/routes/discourse";
import { i18n } from "discourse-i18n";

export default class AdminPluginsShowSettingsRoute extends DiscourseRoute {
  model() {
    return { plugin: this.modelFor("adminPlugins.show") };
  }

  titleToken() {
    return i18n("admin.plugins.change_settings_short");
  }
}
