import { tracked } from "@glimmer/tracking";
import { action } from "@ember/object";
import Service, { service } from "@ember/service";
import { CLOSE_INITIATED_BY_MODAL_SHOW } from "discourse/ui-kit/d-modal";

/** Shows one modal window at a time. */
export default class ModalService extends Service {
  @service capabilities;
  @service site;

  @tracked activeModal = null;
  @tracked containerElement;
  @tracked opts = {};

  triggerElement = null;

  @action
  setContainerElement(element) {
    this.containerElement = element;
  }

  /**
   * @param {Component|(() => Promise<{default: Component}>)} modal
   * @param {{model?: any}} [opts]
   * @returns {Promise<any>} fulfilled when the modal closes, with what it was closed with
   */
  async show(modal, opts = {}) {
    this.close({ initiatedBy: CLOSE_INITIATED_BY_MODAL_SHOW });
    const component = isLoader(modal) ? (await modal()).default : modal;
    const { promise, resolve } = deferred();
    this.opts = opts;
    this.activeModal = { component, opts, resolveShowPromise: resolve };
    this.triggerElement = document.activeElement;
    return promise;
  }

  close(data) {
    this.activeModal?.resolveShowPromise(data);
    this.activeModal = null;
    this.opts = {};
    this.triggerElement?.focus();
    this.triggerElement = null;
  }
}

// A component is a class, or an object with a template; a loader is an arrow function.
function isLoader(modal) {
  return typeof modal === "function" && !modal.prototype;
}

function deferred() {
  let resolve;
  const promise = new Promise((fulfil) => (resolve = fulfil));
  return { promise, resolve };
}
