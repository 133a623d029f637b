import Modifier from "ember-modifier";

/** Focuses the element once, and selects its text with `selectText`. */
export default class DAutoFocus extends Modifier {
  didFocus = false;

  modify(element, _, { selectText, preventScroll }) {
    if (this.didFocus) {
      return;
    }
    this.didFocus = true;
    element.autofocus = true;
    element.focus({ preventScroll });
    if (selectText) {
      element.select();
    }
  }
}
