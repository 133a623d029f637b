import { modifier } from "ember-modifier";

interface Signature {
  Element: HTMLElement;
  Args: { Positional: [] };
}

let shown = 0;

/**
 * Asks browsers not to translate the page while the element is there: a translation sends the text
 * to a service. Core shows parts of posts elsewhere on the page, such as a block of code in
 * full screen, where no mark on the post itself reaches.
 */
export default modifier<Signature>(() => {
  shown++;
  document.documentElement.setAttribute("translate", "no");

  return () => {
    shown--;
    if (shown === 0) {
      document.documentElement.removeAttribute("translate");
    }
  };
});
