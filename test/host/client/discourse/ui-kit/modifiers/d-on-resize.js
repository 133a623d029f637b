import { modifier } from "ember-modifier";

/** Calls back with the ResizeObserverEntries of the element. */
export default modifier((element, [callback]) => {
  const observer = new ResizeObserver((entries) => callback(entries));
  observer.observe(element);
  return () => observer.disconnect();
});
