import { type Bytes } from "../bytes/bytes";
import { decrypt, encrypt, NONCE_LENGTH, TAG_LENGTH } from "../crypto/aes-gcm";
import { type Random } from "../crypto/random";
import { ensure, orRefuse, type Reason } from "../errors";
import { type CborValue, encodeCbor, Tagged } from "./cbor";
import { asArray, asBytes, asMap } from "./fields";
import { type Header } from "./header";
import { EXTERNAL_AAD, Label, MAX_OBJECT_LENGTH, TAG_ENCRYPT0 } from "./suite";

/** A COSE_Encrypt0 (RFC 9052 §5.2) as received. Nothing in it is verified. */
export interface Encrypt0 {
  protectedHeader: Bytes;
  nonce: Bytes;
  ciphertext: Bytes;
}

/** The associated data: `Enc_structure` (RFC 9052 §5.3). */
export function encStructure(
  protectedHeader: Uint8Array,
  externalAad: Uint8Array = EXTERNAL_AAD
): Bytes {
  return encodeCbor(["Encrypt0", protectedHeader, externalAad]);
}

/** A tagged COSE_Encrypt0; `encryptor` gets a fresh nonce and the associated data, and gives ciphertext and tag. */
export async function sealEncrypt0(
  header: Header,
  random: Random,
  encryptor: (nonce: Bytes, associatedData: Bytes) => Promise<Bytes>
): Promise<Tagged> {
  const protectedHeader = encodeCbor(header);
  const nonce = random(NONCE_LENGTH);
  const ciphertext = await encryptor(nonce, encStructure(protectedHeader));
  return new Tagged(TAG_ENCRYPT0, [
    protectedHeader,
    new Map([[Label.iv, nonce]]),
    ciphertext,
  ]);
}

/** {@link sealEncrypt0} of a plaintext under a key. */
export function encryptEncrypt0(
  key: CryptoKey,
  header: Header,
  plaintext: Bytes,
  random: Random
): Promise<Tagged> {
  return sealEncrypt0(header, random, (nonce, associatedData) =>
    encrypt(key, nonce, associatedData, plaintext)
  );
}

/** The parts of a tagged COSE_Encrypt0 whose unprotected header holds the nonce alone. */
export function parseEncrypt0(value: CborValue | undefined): Encrypt0 {
  ensure(value instanceof Tagged && value.tag === TAG_ENCRYPT0, "malformed");
  const [protectedHeader, unprotectedHeader, ciphertext] = asArray(
    value.value,
    3
  );
  return {
    protectedHeader: asBytes(protectedHeader, 1, MAX_OBJECT_LENGTH),
    nonce: asBytes(
      asMap(unprotectedHeader, [Label.iv]).get(Label.iv),
      NONCE_LENGTH
    ),
    ciphertext: asBytes(ciphertext, TAG_LENGTH, MAX_OBJECT_LENGTH),
  };
}

/** The plaintext, or a refusal with `reason` when key, header, nonce and ciphertext do not belong together. */
export function decryptEncrypt0(
  key: CryptoKey,
  { protectedHeader, nonce, ciphertext }: Encrypt0,
  reason: Reason = "not-decrypted"
): Promise<Bytes> {
  return orRefuse(reason, () =>
    decrypt(key, nonce, encStructure(protectedHeader), ciphertext)
  );
}
