import { modifier } from "ember-modifier";

interface Signature {
  Element: HTMLElement;
  Args: { Positional: [near: () => void] };
}

/** About a screen ahead, so that scrolling rarely meets an undecrypted post. */
const MARGIN = "800px 0px";

/**
 * Calls `near` once, when any part of the element comes near the view. Core's own
 * modifier waits for all of an element by default, which a long post never shows.
 */
export default modifier<Signature>((element, [near]) => {
  const observer = new IntersectionObserver(
    (entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) {
        observer.disconnect();
        near();
      }
    },
    { rootMargin: MARGIN }
  );
  observer.observe(element);
  return () => observer.disconnect();
});
