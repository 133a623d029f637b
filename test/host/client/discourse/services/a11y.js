import { tracked } from "@glimmer/tracking";
import { cancel } from "@ember/runloop";
import Service from "@ember/service";
import later from "discourse/lib/later";

/** Announcements for screen readers, rendered into live regions by the application template. */
export default class A11y extends Service {
  @tracked assertiveMessage;
  @tracked politeMessage;

  #timers = {};

  willDestroy() {
    super.willDestroy(...arguments);
    Object.values(this.#timers).forEach((timer) => cancel(timer));
  }

  /**
   * @param {string} message
   * @param {"polite"|"assertive"} [type]
   * @param {number} [clearDelay] milliseconds until the message is taken away
   */
  announce(message, type = "polite", clearDelay = 2000) {
    const property = `${type}Message`;
    cancel(this.#timers[type]);
    this[property] = message;
    this.#timers[type] = later(() => (this[property] = null), clearDelay);
  }
}
