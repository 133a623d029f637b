import type { Bytes } from "../lib/index";

/** A fingerprint's 32 bytes to be read out: 16 groups of four hexadecimal digits. */
export function fingerprintText(fingerprint: Bytes): string {
  const digits = Array.from(fingerprint, (byte) =>
    byte.toString(16).padStart(2, "0")
  ).join("");
  return digits.match(/.{4}/g)!.join(" ");
}
