import { tracked } from "@glimmer/tracking";
import { action } from "@ember/object";
import Service from "@ember/service";

const CLOSED = {
  show: false,
  message: null,
  title: null,
  titleElementId: null,
  type: null,
  bodyComponent: null,
  bodyComponentModel: null,
  buttons: null,
  cancelButtonClass: null,
  cancelButtonLabel: null,
  class: null,
  confirmButtonClass: null,
  confirmButtonDisabled: false,
  confirmButtonIcon: null,
  confirmButtonLabel: null,
  didCancel: null,
  didConfirm: null,
  shouldDisplayCancel: null,
};

const DEFAULTS = {
  confirmButtonClass: "btn-primary",
  confirmButtonLabel: "ok_value",
  cancelButtonClass: "btn-default",
  cancelButtonLabel: "cancel_value",
};

/** Small questions and notices. The answer comes by `didConfirm`/`didCancel`, never by the promise. */
export default class DialogService extends Service {
  // host-only: core sets the fields one by one
  @tracked state = { ...CLOSED };

  #confirming = false;

  // core's fields, read by the holder and by plugins: dialog.message, dialog.type …
  static {
    for (const name of Object.keys(CLOSED)) {
      Object.defineProperty(this.prototype, name, {
        get() {
          return this.state[name];
        },
        set(value) {
          this.state = { ...this.state, [name]: value };
        },
      });
    }
  }

  async dialog(params) {
    this.state = {
      ...CLOSED,
      ...DEFAULTS,
      ...withoutUndefined(params),
      show: true,
      titleElementId: params.title === null ? null : "dialog-title",
    };
  }

  alert(params) {
    const given = typeof params === "string" ? { message: params } : params;
    return this.dialog({ ...given, type: "alert" });
  }

  confirm(params) {
    return this.dialog({
      ...params,
      shouldDisplayCancel: true,
      buttons: null,
      type: "confirm",
    });
  }

  yesNoConfirm(params) {
    return this.confirm({
      ...params,
      confirmButtonLabel: "yes_value",
      cancelButtonLabel: "no_value",
    });
  }

  deleteConfirm(params) {
    return this.confirm({
      ...params,
      confirmButtonClass: "btn-danger",
      confirmButtonLabel: params.confirmButtonLabel || "delete",
    });
  }

  reset() {
    if (!this.#confirming) {
      this.didCancel?.();
    }
    this.state = { ...CLOSED };
    this.#confirming = false;
  }

  @action
  didConfirmWrapped() {
    const { didConfirm } = this;
    this.#confirming = true;
    this.reset();
    didConfirm?.();
  }

  @action
  cancel() {
    this.reset();
  }

  @action
  hide() {
    this.reset();
  }
}

function withoutUndefined(params) {
  return Object.fromEntries(
    Object.entries(params).filter(([, value]) => value !== undefined)
  );
}
