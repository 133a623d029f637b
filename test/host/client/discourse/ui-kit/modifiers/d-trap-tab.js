import { registerDestructor } from "@ember/destroyable";
import Modifier from "ember-modifier";

const FOCUSABLE =
  "details:not(.is-disabled) summary, [autofocus], a, input, select, textarea, summary";

/** Keeps Tab within an element, and focuses its first field on arrival. */
export default class DTrapTab extends Modifier {
  isSetUp = false;

  trapTab = (event) => {
    if (event.key !== "Tab") {
      return;
    }
    const stops = [
      ...this.inner.querySelectorAll(`${FOCUSABLE}, button:enabled`),
    ].filter((stop) => stop.getAttribute("tabindex") !== "-1");
    const first = stops[0];
    const last = stops.at(-1);
    if (event.shiftKey && document.activeElement === first) {
      last?.focus();
      event.preventDefault();
    } else if (!event.shiftKey && document.activeElement === last) {
      (this.inner.querySelector(".modal-close") ?? first)?.focus({
        preventScroll: this.preventScroll,
      });
      event.preventDefault();
    }
  };

  constructor(owner, args) {
    super(owner, args);
    registerDestructor(this, () =>
      this.outer?.removeEventListener("keydown", this.trapTab)
    );
  }

  modify(element, _, { preventScroll = true, autofocus = true }) {
    this.preventScroll = preventScroll;
    if (this.isSetUp) {
      return;
    }
    this.isSetUp = true;
    this.outer = element;
    this.inner = element.querySelector(".d-modal__container") ?? element;
    this.outer.addEventListener("keydown", this.trapTab);
    if (autofocus) {
      this.#focusFirst();
    }
  }

  #focusFirst() {
    const wanted = this.inner.querySelector("[autofocus]");
    if (wanted && document.activeElement === wanted) {
      return;
    }
    const target =
      wanted ??
      this.inner.querySelector(`${FOCUSABLE}, button:not(.modal-close)`) ??
      this.inner.querySelector(".d-modal__body");
    target?.focus({ preventScroll: this.preventScroll });
  }
}
