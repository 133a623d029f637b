import {
  decodeBase64url,
  encodeBase64url,
} from "../../../assets/javascripts/discourse/lib/bytes";
import {
  decodeCbor,
  decodeCborText,
} from "../../../assets/javascripts/discourse/lib/cbor";
import { encode } from "./cbor";
import { withValues } from "./changes";
import { sha256, sign1 } from "./seal";

/** An entry's header and payload. */
export function partsOf(encoded) {
  const { value } = decodeCborText(encoded);
  return { header: decodeCbor(value[0]), payload: decodeCbor(value[2]), value };
}

/** The entry with other fields and header parameters, by whom it says or by `signer`. */
export function anew(encoded, signer, fields = {}, labels = {}) {
  const { header, payload } = partsOf(encoded);
  return sign1(
    signer.signing.privateKey,
    withValues(header, labels),
    withValues(payload, fields)
  );
}

/** As an entry lists one. */
export const pair = ({ userId, openedCard }) => [
  userId,
  openedCard.fingerprint,
];
/** As an entry lists them. */
export const list = (...people) =>
  people.map(pair).toSorted(([one], [other]) => one - other);
/** The fields that say who signs. */
export const as = (person) => ({
  1: person.userId,
  2: person.openedCard.fingerprint,
});
/** In base64url. */
export const text = (value) => encodeBase64url(encode(value));
export const digestOf = (encoded) => sha256(decodeBase64url(encoded));
