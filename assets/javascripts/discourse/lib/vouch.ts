import { type Bytes } from "./bytes";
import { type CborValue, encodeCbor } from "./cbor";
import {
  type Header,
  makeHeader,
  parseSign1,
  sealSign1,
  verifySign1,
} from "./cose";
import { ALG_EDDSA, Kind, Label } from "./suite";

// docs/protocol.md §6.2: by a vouch a member's earlier keys say that other keys are the same member's from now on. It is
// the signature alone that stands in a card: what it is over follows from the two cards.

const USER_ID = 1;
const OLD_FINGERPRINT = 2;
const NEW_FINGERPRINT = 3;

/** Whose keys follow on whose. */
export interface Succession {
  userId: number;
  from: Bytes;
  to: Bytes;
}

function vouchHeader({ userId }: Succession): Header {
  return makeHeader(ALG_EDDSA, Kind.vouch, [Label.userId, userId]);
}

function vouchPayload({ userId, from, to }: Succession): CborValue {
  return new Map<number, CborValue>([
    [USER_ID, userId],
    [OLD_FINGERPRINT, from],
    [NEW_FINGERPRINT, to],
  ]);
}

/** The signature, 64 bytes, by the signing key that goes with `from`. */
export async function signVouch(
  signingKey: CryptoKey,
  succession: Succession
): Promise<Bytes> {
  const sign1 = await sealSign1(
    signingKey,
    vouchHeader(succession),
    vouchPayload(succession)
  );
  return parseSign1(sign1).signature;
}

/**
 * Checks a signature with the verification key that goes with `from`.
 *
 * @throws ProtocolError "bad-signature"
 */
export function verifyVouch(
  verificationKey: CryptoKey,
  succession: Succession,
  signature: Bytes
): Promise<void> {
  return verifySign1(verificationKey, {
    protectedHeader: encodeCbor(vouchHeader(succession)),
    payload: encodeCbor(vouchPayload(succession)),
    signature,
  });
}
