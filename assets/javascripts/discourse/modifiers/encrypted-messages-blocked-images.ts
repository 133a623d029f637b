import { modifier } from "ember-modifier";
import { BLOCKED_IMAGE_CLASS, loadBlockedImage } from "../reading/sanitize";

interface Signature {
  Element: HTMLElement;
  Args: { Positional: [] };
}

/** Loads an image when the button in its place is pressed, which is part of the text's HTML. */
export default modifier<Signature>((element) => {
  const listener = new AbortController();
  element.addEventListener(
    "click",
    (event) => {
      const button = (event.target as Element).closest<HTMLElement>(
        `.${BLOCKED_IMAGE_CLASS}`
      );
      if (button) {
        event.preventDefault();
        event.stopPropagation();
        loadBlockedImage(button);
      }
    },
    { signal: listener.signal }
  );
  return () => listener.abort();
});
