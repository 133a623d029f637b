import { TAG_LENGTH } from "../crypto/aes-gcm";
import { ensure } from "../errors";
import { MIN_PADDED_LENGTH } from "./padding";

/** What a post's `raw` begins with when the rest is an envelope. Nothing in it is Markdown. */
export const MARKER = "encrypted-message:v1:";

/** Of the shortest ciphertext, in base64url. What stands around it in an envelope comes on top. */
const MIN_LENGTH = (4 * (MIN_PADDED_LENGTH + TAG_LENGTH)) / 3;

const ENCRYPTED = new RegExp(`^${MARKER}[A-Za-z0-9_-]{${MIN_LENGTH},}$`);

declare const encrypted: unique symbol;

/** A text that was found to be ciphertext. */
export type EncryptedRaw = string & { [encrypted]: true };

/** Whether this is ciphertext and nothing else. Anybody may write about the marker. */
export function isEncryptedRaw(raw: unknown): raw is EncryptedRaw {
  return typeof raw === "string" && ENCRYPTED.test(raw);
}

export function envelopeToRaw(envelope: string): string {
  return MARKER + envelope;
}

export function rawToEnvelope(raw: string): string {
  ensure(raw.startsWith(MARKER), "malformed");
  return raw.slice(MARKER.length);
}
