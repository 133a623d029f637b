import { ensure } from "../errors";

/** What a post's `raw` begins with when the rest is an envelope. Nothing in it is Markdown. */
export const MARKER = "encrypted-message:v1:";

/** Whether a post's `raw` claims to be an envelope. */
export function isEncryptedRaw(raw: string | null | undefined): raw is string {
  return raw?.startsWith(MARKER) ?? false;
}

export function envelopeToRaw(envelope: string): string {
  return MARKER + envelope;
}

export function rawToEnvelope(raw: string): string {
  ensure(isEncryptedRaw(raw), "malformed");
  return raw.slice(MARKER.length);
}
