import Component from "@glimmer/component";
import { tracked } from "@glimmer/tracking";
import { ajax } from "discourse/lib/ajax";

/** The settings of a plugin, to be read; core lets them be changed here. */
export default class AdminPluginSettings extends Component {
  @tracked settings = [];

  constructor() {
    super(...arguments);
    this.#loadSettings();
  }

  async #loadSettings() {
    const { site_settings } = await ajax("/admin/site_settings.json", {
      data: { plugin: this.args.model.plugin.id },
    });
    this.settings = site_settings;
  }

  <template>
    <div class="content-body admin-plugin-config-area__settings admin-detail">
      {{#each this.settings as |setting|}}
        <h3>{{setting.humanized_name}}: {{setting.value}}</h3>
        <p>{{setting.description}}</p>
      {{/each}}
    </div>
  </template>
}
