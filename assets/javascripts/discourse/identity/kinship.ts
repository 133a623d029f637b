import {
  type CardHistory,
  encodeBase64url,
  type Identity,
  isVouchedSuccessor,
  openCard,
} from "../lib/index";

/**
 * What keys that are named as the member's are to the ones on this device:
 *
 * - `earlier`: these took their place
 * - `vouched`: they took the place of these, by the word of these
 * - `foreign`: neither
 * - `unknown`: neither, but the site shows no cards that it could be seen by
 */
export type Kinship = "earlier" | "vouched" | "foreign" | "unknown";

/**
 * @param fingerprint base64url, of other keys than the own
 * @param shown what the site shows as the member's cards; null where there are none, or they do not verify
 */
export async function kinshipOf(
  own: Identity,
  fingerprint: string,
  shown: CardHistory | null
): Promise<Kinship> {
  const { previousFingerprint } = await openCard(own.card, own.userId);
  const isNamed = (each: Uint8Array<ArrayBuffer> | null) =>
    each !== null && encodeBase64url(each) === fingerprint;
  if (isNamed(previousFingerprint)) {
    return "earlier";
  }
  if (!shown) {
    return "unknown";
  }
  const ownName = encodeBase64url(own.fingerprint);
  const names = shown.map((card) => encodeBase64url(card.fingerprint));
  const [at, ownAt] = [names.indexOf(fingerprint), names.indexOf(ownName)];
  const other = shown[at];
  if (ownAt >= 0 && at > ownAt) {
    return "earlier";
  }
  return other && isVouchedSuccessor(shown, own.fingerprint, other.fingerprint)
    ? "vouched"
    : "foreign";
}
