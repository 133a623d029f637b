import {
  decodeCbor,
  decodeCborText,
} from "../../../assets/javascripts/discourse/lib/cbor";
import privateKeys from "../private-keys.json";
import { given } from "./backups";
import { Tagged } from "./cbor";
import { alterations, altered, misshapings, withValues } from "./changes";
import { HEADER, HEADER_CAUSES, Label } from "./names";
import { Refusals } from "./refusals";
import { aesKey, encrypt0, hkdf, purpose } from "./seal";

const NONCE = new Uint8Array(12).fill(7);

/** The decryption keys of cards that the member had before. */
export async function refusedEarlierKeys(pete2, pete, jane) {
  const refusals = new Refusals("backup", given(pete2));
  const parts = decodeCborText(pete2.backup);
  const [, [current, earlier]] = parts;
  const header = decodeCbor(earlier.value[0]);
  const key = await aesKey(
    hkdf(pete2.accountKey, purpose("private keys", pete2.userId))
  );
  const whole = (...keys) => parts.with(1, keys);
  const pkcs8 = Buffer.from(privateKeys.pete.decryption_key, "base64url");

  await refusals.addAll(
    "decryption keys ",
    [
      ["in the wrong order", [earlier, current]],
      ["without the current one", [earlier]],
      ["with the current one twice", [current, current]],
      ["with an earlier one twice", [current, earlier, earlier]],
    ],
    (keys) => whole(...keys),
    {},
    "wrong-fingerprint"
  );
  const currentHeader = decodeCbor(current.value[0]);
  await refusals.addAll(
    "current decryption key encrypted anew, ",
    [["of another pair", pkcs8]],
    async (another) =>
      whole(await encrypt0(key, currentHeader, another, NONCE), earlier),
    {},
    "wrong-fingerprint"
  );
  await refusals.addAll(
    "earlier decryption key encrypted anew, ",
    [
      ...alterations(header, HEADER).filter(
        ([, , label]) => label !== Label.fingerprint
      ),
      [
        "header: fingerprint dropped",
        new Map([...header].filter(([label]) => label !== Label.fingerprint)),
      ],
      [
        "header: fingerprint of 31 bytes",
        withValues(header, { [Label.fingerprint]: new Uint8Array(31) }),
      ],
    ],
    async (changed) =>
      whole(current, await encrypt0(key, changed, pkcs8, NONCE)),
    HEADER_CAUSES
  );
  await refusals.addAll(
    "earlier decryption key ",
    [
      ["not a key", await encrypt0(key, header, new Uint8Array(48), NONCE)],
      [
        "with its ciphertext altered",
        new Tagged(16, earlier.value.with(2, altered(earlier.value[2]))),
      ],
      [
        "under another account key",
        await encrypt0(
          await aesKey(
            hkdf(jane.accountKey, purpose("private keys", pete.userId))
          ),
          header,
          pkcs8,
          NONCE
        ),
      ],
    ],
    (changed) => whole(current, changed),
    {},
    "not-decrypted"
  );
  return refusals.list;
}

/** The signing key. */
export async function refuseWrappedKeys(refusals, jane, wrapped, whole) {
  const header = decodeCbor(wrapped.value[0]);
  const parts = wrapped.value;
  const key = await aesKey(
    hkdf(jane.accountKey, purpose("private keys", jane.userId))
  );
  const pkcs8 = Buffer.from(privateKeys.jane.signing_key, "base64url");

  await refusals.addAll(
    "signing key encrypted anew, ",
    [
      ...alterations(header, HEADER),
      ...misshapings(header, HEADER, "header: "),
    ],
    async (changed) => whole(await encrypt0(key, changed, pkcs8, NONCE)),
    HEADER_CAUSES
  );
  await refusals.addAll(
    "signing key encrypted anew, ",
    [
      ["of no bytes", new Uint8Array(0)],
      ["not a key", new Uint8Array(48)],
      ["cut short", pkcs8.subarray(0, 40)],
    ],
    async (changed) => whole(await encrypt0(key, header, changed, NONCE)),
    {},
    "not-decrypted"
  );
  await refusals.addAll(
    "signing key encrypted anew, ",
    [["of another pair", privateKeys.pete.signing_key]],
    async (another) =>
      whole(
        await encrypt0(key, header, Buffer.from(another, "base64url"), NONCE)
      ),
    {},
    "wrong-fingerprint"
  );
  await refusals.addAll(
    "signing key with ",
    [
      [
        "nonce altered",
        parts.with(1, new Map([[5, altered(parts[1].get(5))]])),
      ],
      ["ciphertext altered", parts.with(2, altered(parts[2]))],
    ],
    (changed) => whole(new Tagged(16, changed)),
    {},
    "not-decrypted"
  );
}
