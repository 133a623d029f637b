import { type Bytes } from "../bytes/bytes";
import { encodeUtf8 } from "../bytes/utf8";
import { TAG_LENGTH } from "../crypto/aes-gcm";
import { deriveAesKeyFromPassword } from "../crypto/pbkdf2";
import { type Random } from "../crypto/random";
import { ensure } from "../errors";
import { normalizeSecret } from "../secret/normalize";
import { secretProblem } from "../secret/rules";
import { type CborValue, type Tagged } from "./cbor";
import { decryptEncrypt0, encryptEncrypt0, parseEncrypt0 } from "./encrypt0";
import { asBytes, asInteger } from "./fields";
import { makeHeader, readHeader } from "./header";
import { ALG_A256GCM, KEY_LENGTH, Kind, Label } from "./suite";

// docs/protocol.md §7.2: the account key, encrypted under a key stretched from the member's secret.

/** Fewer are refused, so that a server cannot make a secret easier to guess. */
export const MIN_ROUNDS = 600_000;
/** More are refused, so that a server cannot keep a browser busy for minutes. */
export const MAX_ROUNDS = 10_000_000;
export const SALT_LENGTH = 32; // bytes

/** Encrypts the account key's 32 bytes under a new secret, which must pass the rules. */
export async function sealSecretMethod(
  accountKey: Bytes,
  userId: number,
  secret: string,
  random: Random
): Promise<Tagged> {
  ensure(secretProblem(secret) === null, "unusable-secret");
  const salt = random(SALT_LENGTH);
  const key = await stretch(secret, salt, MIN_ROUNDS);
  const header = makeHeader(
    ALG_A256GCM,
    Kind.secretMethod,
    [Label.userId, userId],
    [Label.salt, salt],
    [Label.rounds, MIN_ROUNDS]
  );
  return encryptEncrypt0(key, header, accountKey, random);
}

/** The account key's 32 bytes: import them, then overwrite them. A wrong secret is refused with "wrong-secret". */
export async function openSecretMethod(
  method: CborValue,
  userId: number,
  secret: string
): Promise<Bytes> {
  const encrypt0 = parseEncrypt0(method);
  // AES-GCM does not commit to its key: a longer ciphertext could open under many secrets, and so tell which are wrong.
  ensure(encrypt0.ciphertext.length === KEY_LENGTH + TAG_LENGTH, "malformed");
  const header = readHeader(
    encrypt0.protectedHeader,
    makeHeader(ALG_A256GCM, Kind.secretMethod, [Label.userId, userId]),
    [Label.salt, Label.rounds]
  );
  const salt = asBytes(header.get(Label.salt), SALT_LENGTH);
  const rounds = asInteger(header.get(Label.rounds), 0);
  ensure(rounds >= MIN_ROUNDS && rounds <= MAX_ROUNDS, "rounds-out-of-range");

  // Nobody's secret is empty, and not every browser stretches nothing.
  ensure(normalizeSecret(secret) !== "", "wrong-secret");
  const key = await stretch(secret, salt, rounds);
  return decryptEncrypt0(key, encrypt0, "wrong-secret");
}

function stretch(
  secret: string,
  salt: Bytes,
  rounds: number
): Promise<CryptoKey> {
  return deriveAesKeyFromPassword(
    encodeUtf8(normalizeSecret(secret)),
    salt,
    rounds
  );
}
