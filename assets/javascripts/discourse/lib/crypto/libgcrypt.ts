// WebKitGTK (GNOME Web, not Safari) does its cryptography by libgcrypt, with faults that our functions go round where that
// costs little: docs/browsers.md names them.

/** Bytes beyond which its Ed25519 brings the whole page down, a little less than the 65,535 that its lengths can count. */
export const LIBGCRYPT_MAX_SIGNED = 65_000;

/** Whether this is a WebKit that is not Apple's. By name, since there is nothing that could be tried and survived. */
export function isLibgcrypt(): boolean {
  const { platform, vendor } = navigator;
  return vendor.startsWith("Apple") && platform.startsWith("Linux");
}
