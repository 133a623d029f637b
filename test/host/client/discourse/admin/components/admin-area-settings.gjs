import Component from "@glimmer/component";
import { tracked } from "@glimmer/tracking";
import { fn } from "@ember/helper";
import { on } from "@ember/modifier";
import { action } from "@ember/object";
import { ajax } from "discourse/lib/ajax";
import { extractError } from "discourse/lib/ajax-error";
import { eq } from "discourse/truth-helpers";

/** One setting: saved as soon as it is changed, where core asks for a click on a tick. */
class SiteSetting {
  @tracked value;
  @tracked error = null;

  constructor(attributes) {
    Object.assign(this, attributes);
  }

  get isOn() {
    return this.value === "t" || this.value === "true";
  }
}

/** The settings of a plugin, in the plainest form. */
export default class AdminAreaSettings extends Component {
  @tracked settings = [];

  constructor() {
    super(...arguments);
    this.#loadSettings();
  }

  async #loadSettings() {
    const { plugin } = this.args;
    const { site_settings } = await ajax("/admin/site_settings.json", {
      data: { plugin },
    });
    this.settings = site_settings.map(
      (attributes) => new SiteSetting(attributes)
    );
  }

  @action
  async save(setting, event) {
    const { target } = event;
    const value =
      target.type === "checkbox" ? String(target.checked) : target.value;
    try {
      await ajax(`/admin/site_settings/${setting.setting}`, {
        type: "PUT",
        data: { [setting.setting]: value },
      });
      setting.value = value;
      setting.error = null;
    } catch (error) {
      setting.error = extractError(error);
      if (target.type === "checkbox") {
        target.checked = setting.isOn;
      }
    }
  }

  <template>
    {{#each this.settings as |setting|}}
      <div class="row setting" data-setting={{setting.setting}}>
        <div class="setting-label">
          <h3>
            <label for={{setting.setting}}>{{setting.humanized_name}}</label>
          </h3>
        </div>
        <div class="setting-value">
          {{#if (eq setting.type "bool")}}
            <input
              id={{setting.setting}}
              type="checkbox"
              checked={{setting.isOn}}
              {{on "change" (fn this.save setting)}}
            />
          {{else}}
            <input
              id={{setting.setting}}
              type="text"
              value={{setting.value}}
              {{on "change" (fn this.save setting)}}
            />
          {{/if}}
          {{#if setting.error}}
            <div class="validation-error" role="alert">{{setting.error}}</div>
          {{/if}}
          <div class="desc">{{setting.description}}</div>
        </div>
      </div>
    {{/each}}
  </template>
}
