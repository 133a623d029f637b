const WHITE_SPACE_AT_ENDS = /^\p{White_Space}+|\p{White_Space}+$/gu;

/** Without the white space at both ends, which copying adds, which nobody sees, and which would lock out. */
export function stripEnds(secret: string): string {
  return secret.replace(WHITE_SPACE_AT_ENDS, "");
}

/**
 * One form for what may be typed, composed or copied in several ways on different devices: Unicode NFKC, without white
 * space at the ends (docs/protocol.md §7.2).
 */
export function normalizeSecret(secret: string): string {
  return stripEnds(secret.normalize("NFKC"));
}
