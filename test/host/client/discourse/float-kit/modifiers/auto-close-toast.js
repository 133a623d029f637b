import { cancel } from "@ember/runloop";
import { modifier } from "ember-modifier";
import later from "discourse/lib/later";

/** Closes a toast after `duration` ms; the time stops while the pointer is over it. */
export default modifier((element, _, { close, duration, enabled }) => {
  if (!enabled) {
    return;
  }
  let left = duration;
  let startedAt;
  let timer;

  const start = () => {
    startedAt = Date.now();
    timer = later(close, left);
  };
  const pause = () => {
    cancel(timer);
    left -= Date.now() - startedAt;
  };

  element.addEventListener("mouseenter", pause);
  element.addEventListener("mouseleave", start);
  start();

  return () => {
    cancel(timer);
    element.removeEventListener("mouseenter", pause);
    element.removeEventListener("mouseleave", start);
  };
});
