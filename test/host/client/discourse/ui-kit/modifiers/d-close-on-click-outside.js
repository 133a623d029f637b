import { modifier } from "ember-modifier";

/** Calls back when a press lands outside the element and outside the given targets. */
export default modifier(
  (
    element,
    [close, { target, targetSelector, secondaryTargetSelector } = {}]
  ) => {
    const find = (selector) => selector && document.querySelector(selector);
    const check = (event) => {
      const inside = [
        element,
        target ?? find(targetSelector),
        find(secondaryTargetSelector),
      ].some((area) => area?.contains(event.target));
      if (!inside) {
        close(event);
      }
    };
    document.addEventListener("pointerdown", check, { passive: true });
    return () => document.removeEventListener("pointerdown", check);
  }
);
