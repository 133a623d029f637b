/** Core puts one text after another with a line break, whatever they are: a saved draft and a quote, for one. */
import { type EncryptedRaw, isEncryptedRaw } from "../lib/marker";

/**
 * Parts the ciphertext in a text from what stands before and after it.
 *
 * @returns `ciphertext` null where no line of the text is one; `rest` without it
 */
export function partCiphertext(text: string): {
  ciphertext: EncryptedRaw | null;
  rest: string;
} {
  const lines = text.split("\n");
  const ciphertext = lines.find(isEncryptedRaw) ?? null;
  return {
    ciphertext,
    rest: lines.filter((line) => line !== ciphertext).join("\n"),
  };
}
