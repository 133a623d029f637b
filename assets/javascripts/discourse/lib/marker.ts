// What is known of an encrypted post by its look alone. Pages that show no encrypted message load this and nothing else of
// the heart, so it imports nothing.

/** What a post's `raw` begins with when the rest is an envelope. Nothing in it is Markdown. */
export const MARKER = "encrypted-message:v1:";

/** Of the shortest ciphertext, 512 bytes and a tag of 16, in base64url. What stands around it comes on top. */
const MIN_LENGTH = (4 * (512 + 16)) / 3;

const ENCRYPTED = new RegExp(`^${MARKER}[A-Za-z0-9_-]{${MIN_LENGTH},}$`);

declare const encrypted: unique symbol;

/** A text that was found to be ciphertext. */
export type EncryptedRaw = string & { [encrypted]: true };

/** Whether this is ciphertext and nothing else. Anybody may write about the marker. */
export function isEncryptedRaw(raw: unknown): raw is EncryptedRaw {
  return typeof raw === "string" && ENCRYPTED.test(raw);
}
