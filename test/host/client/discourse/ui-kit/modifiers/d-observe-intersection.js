import { modifier } from "ember-modifier";

/** Calls back with each IntersectionObserverEntry of the element. `root` is a CSS selector. */
export default modifier(
  (
    element,
    [callback],
    { threshold = 1, rootMargin = "0px 0px 0px 0px", root = null }
  ) => {
    const margin = [rootMargin]
      .flat()
      .map((side) => (typeof side === "number" ? `${side}px` : side))
      .join(" ");
    const observer = new IntersectionObserver(
      (entries) => entries.forEach(callback),
      {
        threshold,
        rootMargin: margin,
        root: root ? document.querySelector(root) : document,
      }
    );
    observer.observe(element);
    return () => observer.disconnect();
  }
);
