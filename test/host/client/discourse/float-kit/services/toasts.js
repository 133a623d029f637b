import { tracked } from "@glimmer/tracking";
import { action } from "@ember/object";
import { getOwner } from "@ember/owner";
import Service from "@ember/service";
import DDefaultToast from "discourse/float-kit/components/d-default-toast";
import DToastInstance from "discourse/float-kit/lib/d-toast-instance";

const ICONS = {
  success: "check",
  error: "triangle-exclamation",
  warning: "circle-exclamation",
  info: "circle-info",
};

/** Short messages at the edge of the window. */
export default class Toasts extends Service {
  @tracked activeToasts = [];

  @action
  show(options = {}) {
    const toast = new DToastInstance(getOwner(this), {
      component: DDefaultToast,
      ...options,
    });
    if (toast.options.key) {
      this.closeByKey(toast.options.key);
    }
    if (toast.isValidForView) {
      this.activeToasts = [...this.activeToasts, toast];
    }
    return toast;
  }

  @action
  default(options) {
    return this.#themed("default", options);
  }

  @action
  success(options) {
    return this.#themed("success", options);
  }

  @action
  error(options) {
    return this.#themed("error", options);
  }

  @action
  warning(options) {
    return this.#themed("warning", options);
  }

  @action
  info(options) {
    return this.#themed("info", options);
  }

  @action
  close({ id }) {
    this.activeToasts = this.activeToasts.filter((toast) => toast.id !== id);
  }

  @action
  closeByKey(key) {
    this.activeToasts = this.activeToasts.filter(
      (toast) => toast.options.key !== key
    );
  }

  #themed(theme, options) {
    options.data.theme = theme;
    options.data.icon ??= ICONS[theme];
    return this.show(options);
  }
}
