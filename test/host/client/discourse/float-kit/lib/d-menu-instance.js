import { tracked } from "@glimmer/tracking";
import { action } from "@ember/object";
import { setOwner } from "@ember/owner";
import { service } from "@ember/service";

/** One menu: what it shows (`options.component`, given `options.data`) and beside what. */
export default class DMenuInstance {
  @service menu;

  @tracked expanded = false;
  @tracked detachedTrigger = false;

  id = crypto.randomUUID();
  trigger = null;

  constructor(owner, options = {}) {
    setOwner(this, owner);
    this.options = options;
  }

  @action
  async close() {
    await this.menu.close(this);
    await this.options.onClose?.();
  }

  @action
  async show() {
    await this.menu.show(this);
  }

  destroy() {
    this.trigger = null;
  }
}
