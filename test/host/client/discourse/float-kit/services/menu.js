import { action } from "@ember/object";
import { getOwner } from "@ember/owner";
import { trackedSet } from "@ember/reactive/collections";
import { schedule } from "@ember/runloop";
import Service from "@ember/service";
import DMenuInstance from "discourse/float-kit/lib/d-menu-instance";

/** Menus that are shown by code. Of those with the same identifier one is open at a time. */
export default class Menu extends Service {
  registeredMenus = trackedSet();

  /** @param {Element | { getBoundingClientRect(): DOMRect } | DMenuInstance} triggerOrInstance */
  @action
  async show(triggerOrInstance, options) {
    const isInstance = triggerOrInstance instanceof DMenuInstance;
    const instance = isInstance
      ? triggerOrInstance
      : (this.#find(({ trigger }) => trigger === triggerOrInstance) ??
        this.newInstance(triggerOrInstance, options));

    if (instance.expanded) {
      if (!isInstance) {
        await instance.close();
      }
      return;
    }
    const { identifier } = instance.options;
    for (const other of [...this.registeredMenus]) {
      if (identifier && other.options.identifier === identifier) {
        await this.close(other);
      }
    }
    this.registeredMenus.add(instance);
    instance.expanded = true;
    await afterRender();
    return instance;
  }

  newInstance(trigger, options) {
    const instance = new DMenuInstance(getOwner(this), options);
    instance.trigger = trigger;
    instance.detachedTrigger = true;
    return instance;
  }

  getByIdentifier(identifier) {
    return this.#find(({ options }) => options.identifier === identifier);
  }

  @action
  async close(menu) {
    const instance =
      typeof menu === "string" ? this.getByIdentifier(menu) : menu;
    if (instance) {
      instance.expanded = false;
      this.registeredMenus.delete(instance);
      await afterRender();
    }
  }

  #find(predicate) {
    return [...this.registeredMenus].find(predicate);
  }
}

function afterRender() {
  return new Promise((resolve) => schedule("afterRender", resolve));
}
