import { normalizeSecret, stripEnds } from "./normalize";

/** Characters (code points) after normalization. */
export const MIN_SECRET_LENGTH = 10;
export const MAX_SECRET_LENGTH = 1024;

export type SecretProblem =
  | "empty"
  | "too-short"
  | "too-long"
  | "control-character";

/** What is wrong with a new secret, or null. Strength is another matter: see `strength.ts`. */
export function secretProblem(secret: string): SecretProblem | null {
  const normalized = normalizeSecret(secret);
  const { length } = [...normalized];
  if (normalized === "") {
    return "empty";
  }
  // They cannot be typed everywhere, and a lone surrogate has no UTF-8. Firefox
  // hides one while normalizing, so the secret is looked at as it was typed.
  if (/[\p{Cc}\p{Cs}]/u.test(stripEnds(secret))) {
    return "control-character";
  }
  if (length < MIN_SECRET_LENGTH) {
    return "too-short";
  }
  return length > MAX_SECRET_LENGTH ? "too-long" : null;
}
