import { modifier } from "ember-modifier";
import { likelyLength } from "../reading/likely-length";

interface Signature {
  Element: HTMLElement;
  Args: { Positional: [raw: string | undefined] };
}

/** Of a letter, in the height of the type: what texts in Latin letters have on an average. */
const LETTER = 0.46;

/** Makes the element as high as the text of this ciphertext is likely to be, so that nothing moves when it comes. */
export default modifier<Signature>((element, [raw = ""]) => {
  const { fontSize, lineHeight } = getComputedStyle(element);
  const size = parseFloat(fontSize);
  const line = parseFloat(lineHeight) || 1.4 * size;
  const letters = element.clientWidth / (LETTER * size);

  if (letters > 0) {
    const lines = Math.ceil(likelyLength(raw) / letters);
    element.style.height = `${lines * line}px`;
  }
});
