import { type Bytes } from "../bytes/bytes";
import { sign, SIGNATURE_LENGTH, verify } from "../crypto/ed25519";
import { isLibgcrypt, LIBGCRYPT_MAX_SIGNED } from "../crypto/libgcrypt";
import { ensure, orRefuse } from "../errors";
import { type CborValue, encodeCbor, Tagged } from "./cbor";
import { asArray, asBytes, asMap } from "./fields";
import { type Header } from "./header";
import { EXTERNAL_AAD, MAX_OBJECT_LENGTH, TAG_SIGN1 } from "./suite";

/** A COSE_Sign1 (RFC 9052 §4.2) as received. Nothing in it is verified. */
export interface Sign1 {
  protectedHeader: Bytes;
  payload: Bytes;
  signature: Bytes;
}

/** What is signed: `Sig_structure` (RFC 9052 §4.4). */
export function sigStructure(
  protectedHeader: Uint8Array,
  payload: Uint8Array,
  externalAad: Uint8Array = EXTERNAL_AAD
): Bytes {
  return encodeCbor(["Signature1", protectedHeader, externalAad, payload]);
}

/** What may be signed or verified here: the page would not survive longer ones in every browser. */
function bearable(signed: Bytes): Bytes {
  ensure(
    signed.length <= LIBGCRYPT_MAX_SIGNED || !isLibgcrypt(),
    "too-long-here"
  );
  return signed;
}

/** A tagged COSE_Sign1 over the encoded payload. Refused with "too-long-here" where the browser cannot sign so much. */
export async function sealSign1(
  signingKey: CryptoKey,
  header: Header,
  payload: CborValue
): Promise<Tagged> {
  const protectedHeader = encodeCbor(header);
  const encoded = encodeCbor(payload);
  const signature = await sign(
    signingKey,
    bearable(sigStructure(protectedHeader, encoded))
  );
  return new Tagged(TAG_SIGN1, [
    protectedHeader,
    new Map(),
    encoded,
    signature,
  ]);
}

/** The parts of a tagged COSE_Sign1 whose unprotected header is empty. */
export function parseSign1(value: CborValue): Sign1 {
  ensure(value instanceof Tagged && value.tag === TAG_SIGN1, "malformed");
  const [protectedHeader, unprotectedHeader, payload, signature] = asArray(
    value.value,
    4
  );
  asMap(unprotectedHeader, []);
  return {
    protectedHeader: asBytes(protectedHeader, 1, MAX_OBJECT_LENGTH),
    payload: asBytes(payload, 1, MAX_OBJECT_LENGTH),
    signature: asBytes(signature, SIGNATURE_LENGTH),
  };
}

/** Refuses a signature that the key's owner did not make over just this header and payload. */
export async function verifySign1(
  verificationKey: CryptoKey,
  { protectedHeader, payload, signature }: Sign1
): Promise<void> {
  const signed = bearable(sigStructure(protectedHeader, payload));
  const valid = await orRefuse("bad-signature", () =>
    verify(verificationKey, signature, signed)
  );
  ensure(valid, "bad-signature");
}
