/** One form for what may be typed or composed in several ways on different devices: Unicode NFKC. */
export function normalizeSecret(secret: string): string {
  return secret.normalize("NFKC");
}
