import {
  type Backup,
  draftsKey,
  encodeBackup,
  openSecretMethod,
  parseBackup,
  privateKeysKey,
  sealSecretMethod,
  secretMethodOf,
  withSecretMethod,
} from "./backup";
import { type Bytes } from "./bytes";
import { openCard, sealCard } from "./card";
import { ensure } from "./errors";
import {
  type DecryptionKey,
  openDecryptionKeys,
  openSigningKey,
  sealPrivateKey,
} from "./private-keys";
import { secretProblem } from "./secret";
import { KEY_LENGTH, Kind } from "./suite";
import {
  generateEncryptionKeyPair,
  generateSigningKeyPair,
  importHkdfKey,
  randomBytes,
} from "./webcrypto";

// docs/protocol.md §6 and §7: what a member is on a device. None of the keys is extractable, and none leads to a key
// that opens the backup: the account key is not kept, for a script could derive from it as often as it likes, readable.

export interface Identity {
  userId: number;
  /** The own card as published: base64url. */
  card: string;
  fingerprint: Bytes;
  /** AES-256-GCM, derived from the account key. */
  draftsKey: CryptoKey;
  /** RSA-OAEP. */
  decryptionKey: CryptoKey;
  /** Of cards that the member had before, newest first: they open what was granted to those. */
  earlierDecryptionKeys: readonly DecryptionKey[];
  /** Ed25519. */
  signingKey: CryptoKey;
}

export interface NewIdentity {
  identity: Identity;
  card: string;
  backup: string;
}

/**
 * Makes a member's keys. The secret must pass {@link secretProblem}. Who resets their encryption gives the fingerprint of the card
 * that the new one replaces (docs/protocol.md §6.1).
 */
export async function createIdentity({
  userId,
  secret,
  previousFingerprint,
}: {
  userId: number;
  secret: string;
  previousFingerprint?: Bytes;
}): Promise<NewIdentity> {
  ensure(secretProblem(secret) === null, "unusable-secret");
  const [encryption, signing] = await Promise.all([
    generateEncryptionKeyPair(),
    generateSigningKeyPair(),
  ]);
  return sealIdentity({
    userId,
    secret,
    encryption,
    signing,
    createdAt: Date.now(),
    previousFingerprint,
  });
}

/** {@link createIdentity} with key pairs that are there already; their private keys must be extractable. */
export async function sealIdentity({
  userId,
  secret,
  encryption,
  signing,
  createdAt,
  previousFingerprint,
}: {
  userId: number;
  secret: string;
  encryption: CryptoKeyPair;
  signing: CryptoKeyPair;
  createdAt: number;
  previousFingerprint?: Bytes;
}): Promise<NewIdentity> {
  const card = await sealCard({
    userId,
    encryptionKey: encryption.publicKey,
    verificationKey: signing.publicKey,
    signingKey: signing.privateKey,
    createdAt,
    previousFingerprint,
  });
  const owner = await openCard(card, userId);

  const accountKeyBytes = randomBytes(KEY_LENGTH);
  let accountKey, secretMethod;
  try {
    accountKey = await importHkdfKey(accountKeyBytes);
    secretMethod = await sealSecretMethod(accountKeyBytes, userId, secret);
  } finally {
    accountKeyBytes.fill(0);
  }

  const wrappingKey = await privateKeysKey(accountKey, userId);
  const parts = {
    decryptionKeys: [
      await sealPrivateKey(
        wrappingKey,
        Kind.decryptionKey,
        owner,
        encryption.privateKey
      ),
    ],
    signingKey: await sealPrivateKey(
      wrappingKey,
      Kind.signingKey,
      owner,
      signing.privateKey
    ),
    methods: [secretMethod],
  };
  // Opening what was just wrapped gives the non-extractable keys, and shows that the backup can be opened.
  const identity = await openIdentity(userId, card, accountKey, parts);
  return { identity, card, backup: encodeBackup(parts) };
}

/**
 * The keys on a new device, from what the server keeps. A wrong secret is refused with "wrong-secret"; a card and a
 * backup that do not belong together with "wrong-fingerprint".
 */
export async function unlockIdentity({
  userId,
  card,
  backup,
  secret,
}: {
  userId: number;
  card: string;
  backup: string;
  secret: string;
}): Promise<Identity> {
  const parts = parseBackup(backup);
  const accountKeyBytes = await openSecretMethod(
    secretMethodOf(parts),
    userId,
    secret
  );
  let accountKey;
  try {
    accountKey = await importHkdfKey(accountKeyBytes);
  } finally {
    accountKeyBytes.fill(0);
  }
  return openIdentity(userId, card, accountKey, parts);
}

/** The backup under a new secret: the account key is encrypted anew for it, all else stays as it is, byte for byte. */
export async function changeSecret({
  userId,
  backup,
  oldSecret,
  newSecret,
}: {
  userId: number;
  backup: string;
  oldSecret: string;
  newSecret: string;
}): Promise<string> {
  ensure(secretProblem(newSecret) === null, "unusable-secret");
  const parts = parseBackup(backup);
  const accountKeyBytes = await openSecretMethod(
    secretMethodOf(parts),
    userId,
    oldSecret
  );
  try {
    const secretMethod = await sealSecretMethod(
      accountKeyBytes,
      userId,
      newSecret
    );
    return encodeBackup(withSecretMethod(parts, secretMethod));
  } finally {
    accountKeyBytes.fill(0);
  }
}

async function openIdentity(
  userId: number,
  card: string,
  accountKey: CryptoKey,
  parts: Backup
): Promise<Identity> {
  const owner = await openCard(card, userId);
  const wrappingKey = await privateKeysKey(accountKey, userId);
  const [current, ...earlierDecryptionKeys] = await openDecryptionKeys(
    wrappingKey,
    owner,
    parts.decryptionKeys
  );
  const signingKey = await openSigningKey(wrappingKey, owner, parts.signingKey);
  return {
    userId,
    card,
    fingerprint: owner.fingerprint,
    draftsKey: await draftsKey(accountKey, userId),
    decryptionKey: current!.key,
    earlierDecryptionKeys,
    signingKey,
  };
}
