import { tracked } from "@glimmer/tracking";
import { camelize } from "@ember/string";
import I18n from "discourse-i18n";

export default class AdminPlugin {
  static create(args = {}) {
    return new AdminPlugin(args);
  }

  @tracked enabled;

  constructor(args = {}) {
    Object.entries(args).forEach(([name, value]) => {
      this[camelize(name)] = value;
    });
  }

  get translatedCategoryName() {
    const name = this.name.replaceAll("-", "_").replace(/^discourse_/, "");
    return I18n.lookup(`admin.site_settings.categories.${name}`);
  }

  get nameTitleized() {
    return this.translatedCategoryName || this.humanizedName;
  }
}
