import { type Bytes, equal } from "../bytes/bytes";
import {
  exportVerificationKey,
  isOfSmallOrder,
  PUBLIC_KEY_LENGTH,
} from "../crypto/ed25519";
import {
  exportModulus,
  MODULUS_LENGTH,
  PUBLIC_EXPONENT,
} from "../crypto/rsa-oaep";
import { ensure } from "../errors";
import { type CborValue } from "./cbor";
import { asBytes, asInteger, asMap } from "./fields";
import { ALG_EDDSA, ALG_RSA_OAEP_256 } from "./suite";

// Public keys as COSE_Key (RFC 9052 §7; RFC 8230 §4 for RSA; RFC 9053 §7.2 for Ed25519).

const KTY = 1;
const ALG = 3;
const KTY_OKP = 1;
const KTY_RSA = 3;
const RSA_N = -1;
const RSA_E = -2;
const OKP_CRV = -1;
const OKP_X = -2;
const CRV_ED25519 = 6;

export async function encryptionKeyToCose(key: CryptoKey): Promise<CborValue> {
  return new Map<number, CborValue>([
    [KTY, KTY_RSA],
    [ALG, ALG_RSA_OAEP_256],
    [RSA_N, await exportModulus(key)],
    [RSA_E, PUBLIC_EXPONENT],
  ]);
}

export async function verificationKeyToCose(
  key: CryptoKey
): Promise<CborValue> {
  return new Map<number, CborValue>([
    [KTY, KTY_OKP],
    [ALG, ALG_EDDSA],
    [OKP_CRV, CRV_ED25519],
    [OKP_X, await exportVerificationKey(key)],
  ]);
}

/** The modulus of an RSA-OAEP key, which must have just 3072 bits and the exponent 65537. */
export function modulusFromCose(value: CborValue | undefined): Bytes {
  const key = asMap(value, [KTY, ALG, RSA_N, RSA_E]);
  asInteger(key.get(KTY), KTY_RSA, KTY_RSA);
  asInteger(key.get(ALG), ALG_RSA_OAEP_256, ALG_RSA_OAEP_256);
  ensure(equal(asBytes(key.get(RSA_E), 3), PUBLIC_EXPONENT), "malformed");
  const modulus = asBytes(key.get(RSA_N), MODULUS_LENGTH);
  ensure(modulus[0]! >= 0x80 && modulus.at(-1)! % 2 === 1, "malformed");
  return modulus;
}

/** The 32 bytes of an Ed25519 key that is not of small order. */
export function verificationKeyFromCose(value: CborValue | undefined): Bytes {
  const key = asMap(value, [KTY, ALG, OKP_CRV, OKP_X]);
  asInteger(key.get(KTY), KTY_OKP, KTY_OKP);
  asInteger(key.get(ALG), ALG_EDDSA, ALG_EDDSA);
  asInteger(key.get(OKP_CRV), CRV_ED25519, CRV_ED25519);
  const x = asBytes(key.get(OKP_X), PUBLIC_KEY_LENGTH);
  ensure(!isOfSmallOrder(x), "malformed");
  return x;
}
