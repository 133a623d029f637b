import { module, test } from "qunit";
import {
  parseBackup,
  secretMethodOf,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/backup";
import type { Bytes } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import { purpose } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cbor";
import {
  encStructure,
  parseEncrypt0,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cose";
import { SUITE } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import {
  JANE,
  keysIn,
  storedValues,
  useKeystore,
} from "../../helpers/keystore";
import { identityOf } from "../../helpers/people";
import { backups } from "../../vendor/vectors";

const { backup } = backups.accepted[0]!.given;

/** What the account key is derived to, or might be (docs/protocol.md §4.1). */
const PURPOSES = ["private keys", "drafts", "fingerprint", "content key"];

// What a script in the member's page could do: it reads the device's storage and the site's backup, and calls Web Crypto.
module("Unit | Lib | encrypted-messages | exporting", function (hooks) {
  const keystore = useKeystore(hooks);

  test("no key on the device gives a private key, whatever its usages allow (H2, R19)", async function (assert) {
    await keystore.saveIdentity(await identityOf("jane"));
    const keys = keysIn(await storedValues().get("identity"));
    assert.true(keys.length >= 3, "there is something to try");

    const found: string[] = [];
    for (const key of keys) {
      found.push(...(await exported(key)));
      for (const candidate of [key, ...(await derived(key))]) {
        found.push(...(await openedBy(candidate)));
      }
    }
    assert.deepEqual(found, []);
  });
});

async function exported(key: CryptoKey): Promise<string[]> {
  const found = await Promise.all(
    (["raw", "pkcs8", "spki", "jwk"] as const).map((format) =>
      worked(() => crypto.subtle.exportKey(format as "raw", key))
    )
  );
  return found.filter(Boolean).map(() => `${key.algorithm.name} is exported`);
}

/** Wrapping keys that can be read, as HKDF gives them. */
async function derived(key: CryptoKey): Promise<CryptoKey[]> {
  const aes = { name: "AES-GCM", length: 256 };
  const usages: KeyUsage[] = ["decrypt", "unwrapKey"];
  const found = await Promise.all(
    PURPOSES.flatMap((name) => {
      const hkdf = {
        name: "HKDF",
        hash: "SHA-256",
        salt: new Uint8Array(0),
        info: purpose(SUITE, name, JANE),
      };
      return [
        worked(() => crypto.subtle.deriveKey(hkdf, key, aes, true, usages)),
        worked(async () =>
          crypto.subtle.importKey(
            "raw",
            await crypto.subtle.deriveBits(hkdf, key, 256),
            aes,
            true,
            usages
          )
        ),
      ];
    })
  );
  return found.filter((candidate) => candidate !== null);
}

/** The private keys of the backup that a key decrypts or unwraps. */
async function openedBy(key: CryptoKey): Promise<string[]> {
  const whole = parseBackup(backup);
  const parts = {
    decryptionKey: whole.decryptionKeys[0],
    signingKey: whole.signingKey,
    secretMethod: secretMethodOf(whole),
  };
  const found = await Promise.all(
    Object.entries(parts).flatMap(([name, part]) => {
      const { protectedHeader, nonce, ciphertext } = parseEncrypt0(part);
      const gcm = {
        name: "AES-GCM",
        iv: nonce,
        additionalData: encStructure(protectedHeader),
      };
      const attempts: (() => Promise<unknown>)[] = [
        () => crypto.subtle.decrypt(gcm, key, ciphertext),
        () => unwrapped("pkcs8", ciphertext, key, gcm, "Ed25519", ["sign"]),
        () =>
          unwrapped("pkcs8", ciphertext, key, gcm, "RSA-OAEP", ["unwrapKey"]),
        () => unwrapped("raw", ciphertext, key, gcm, "HKDF", ["deriveKey"]),
        () =>
          unwrapped("raw", ciphertext, key, { name: "RSA-OAEP" }, "AES-GCM", [
            "decrypt",
          ]),
      ];
      return attempts.map(async (attempt) =>
        (await worked(attempt)) ? [`${name} by ${key.algorithm.name}`] : []
      );
    })
  );
  return found.flat();
}

function unwrapped(
  format: "raw" | "pkcs8",
  ciphertext: Bytes,
  key: CryptoKey,
  by: AesGcmParams | Algorithm,
  name: string,
  usages: KeyUsage[]
): Promise<CryptoKey> {
  const algorithm = name === "RSA-OAEP" ? { name, hash: "SHA-256" } : { name };
  const readable = name !== "HKDF"; // which none is allowed to be
  return crypto.subtle.unwrapKey(
    format,
    ciphertext,
    key,
    by,
    algorithm,
    readable,
    usages
  );
}

async function worked<T>(attempt: () => Promise<T>): Promise<T | null> {
  try {
    return await attempt();
  } catch {
    return null;
  }
}
