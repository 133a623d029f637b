import { generateSigningKeyPair } from "./ed25519";

export type Availability =
  | "available"
  | "insecure-context"
  | "unsupported-browser";

/** Whether this page can do the cryptography: only in a secure context (HTTPS or localhost), and with Ed25519. */
export async function cryptoAvailability(): Promise<Availability> {
  if (!globalThis.isSecureContext || !globalThis.crypto?.subtle) {
    return "insecure-context";
  }
  try {
    // Ed25519 is the youngest of the algorithms used; browsers that have it have the others.
    await generateSigningKeyPair();
    return "available";
  } catch {
    return "unsupported-browser";
  }
}
