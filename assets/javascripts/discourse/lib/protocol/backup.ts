import { encodeBase64url } from "../bytes/base64url";
import { equal } from "../bytes/bytes";
import { ensure } from "../errors";
import { type CborValue, decodeCborText, encodeCbor } from "./cbor";
import { asArray } from "./fields";
import { MAX_BACKUP_LENGTH, SUITE } from "./suite";

// docs/protocol.md §7: what the server keeps for the member: wrapped private keys and the methods to unlock them.

/** The parts of a backup: each names suite, kind and user itself and is checked where it is opened. */
export interface Backup {
  decryptionKey: CborValue;
  signingKey: CborValue;
  secretMethod: CborValue;
}

/** A backup in base64url. */
export function encodeBackup({
  decryptionKey,
  signingKey,
  secretMethod,
}: Backup): string {
  return encodeBase64url(
    encodeCbor([SUITE, decryptionKey, signingKey, [secretMethod]])
  );
}

/** Whether both wrap the same private keys, byte for byte: a new secret changes the method alone. */
export function wrapsSameKeys(one: string, other: string): boolean {
  const [keys, otherKeys] = [one, other].map((backup) => {
    const { decryptionKey, signingKey } = parseBackup(backup);
    return encodeCbor([decryptionKey, signingKey]);
  });
  return equal(keys!, otherKeys!);
}

export function parseBackup(backup: string): Backup {
  const value = decodeCborText(backup, MAX_BACKUP_LENGTH);
  ensure(!Array.isArray(value) || value[0] === SUITE, "unknown-suite");
  const [, decryptionKey, signingKey, methods] = asArray(value, 4);
  const [secretMethod] = asArray(methods, 1);
  return {
    decryptionKey: decryptionKey!,
    signingKey: signingKey!,
    secretMethod: secretMethod!,
  };
}
