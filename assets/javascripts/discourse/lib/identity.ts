import {
  type AddressBook,
  sealAddressBook,
  sealRootAnew,
} from "./address-book";
import {
  addressBookKey,
  type Backup,
  bagKey,
  draftsKey,
  encodeBackup,
  methodsDigest,
  openSecretMethod,
  parseBackup,
  privateKeysKey,
  sealSecretMethod,
  secretMethodOf,
  withSecretMethod,
} from "./backup";
import { type Bytes } from "./bytes";
import { ensureSignerOf, openCard, openCardHistory, sealCard } from "./card";
import { type CborValue } from "./cbor";
import { ensure } from "./errors";
import {
  type DecryptionKey,
  ensureDecryptsFor,
  openDecryptionKeys,
  openSigningKey,
  rewrapDecryptionKeys,
  sealPrivateKey,
} from "./private-keys";
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
  /** AES-256-GCM, derived from the account key. */
  addressBookKey: CryptoKey;
  /** AES-256-GCM, derived from the account key. */
  bagKey: CryptoKey;
  /** RSA-OAEP. */
  decryptionKey: CryptoKey;
  /** Of cards that the member had before, newest first: they open what was granted to those. */
  earlierDecryptionKeys: readonly DecryptionKey[];
  /** Ed25519. */
  signingKey: CryptoKey;
}

/** What the address book of new keys begins with. */
export type NewAddressBook = Pick<AddressBook, "version" | "contacts">;

export interface NewIdentity {
  identity: Identity;
  card: string;
  backup: string;
  addressBook: AddressBook;
}

/**
 * Makes a member's keys. The secret must pass `secretProblem`. Who resets their encryption gives the fingerprint of the card
 * that the new one replaces (docs/protocol.md §6.1), and `addressBook` to begin with: nobody is in it, and its version is 1,
 * unless another one was there.
 */
export async function createIdentity({
  userId,
  secret,
  previousFingerprint,
  addressBook,
}: {
  userId: number;
  secret: string;
  previousFingerprint?: Bytes;
  addressBook?: NewAddressBook;
}): Promise<NewIdentity> {
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
    addressBook,
  });
}

/**
 * New keys for who has the earlier ones and the secret, which stays: the earlier signing key vouches for them
 * (docs/protocol.md §6.2) and then goes; all decryption keys so far stay in the backup, under the new account key. Of 64 the
 * oldest goes. Further methods of unlocking go as well, for they open the earlier account key.
 *
 * @param card the member's, and `backup` what the site keeps with it
 * @param addressBookOf what the new keys' address book begins with: what the earlier ones' holds, under the next version
 * @returns besides, the earlier keys: what was encrypted for the member alone, drafts, is to be encrypted anew
 * @throws ProtocolError "wrong-secret"; as {@link unlockIdentity}; "bad-signature" where the signing key is not the card's
 */
export async function rotateIdentity({
  userId,
  card,
  backup,
  secret,
  addressBookOf,
}: {
  userId: number;
  card: string;
  backup: string;
  secret: string;
  addressBookOf?: (earlier: Identity) => Promise<NewAddressBook>;
}): Promise<NewIdentity & { earlier: Identity }> {
  const parts = parseBackup(backup);
  const accountKey = await openAccountKey(parts, userId, secret);
  const earlier = await openIdentity(userId, card, accountKey, parts);
  const [encryption, signing] = await Promise.all([
    generateEncryptionKeyPair(),
    generateSigningKeyPair(),
  ]);
  const made = await sealIdentity({
    userId,
    secret,
    encryption,
    signing,
    createdAt: Date.now(),
    addressBook: await addressBookOf?.(earlier),
    replaces: {
      earlier,
      wrappingKey: await privateKeysKey(accountKey, userId),
      decryptionKeys: parts.decryptionKeys,
    },
  });
  await openCardHistory(made.card, [card], userId);
  return { ...made, earlier };
}

/** The keys that vouch for new ones, and the wrapped ones that are to be kept. */
interface Replaced {
  earlier: Identity;
  wrappingKey: CryptoKey;
  decryptionKeys: readonly CborValue[];
}

/** {@link createIdentity} with key pairs that are there already; their private keys must be extractable. */
export async function sealIdentity({
  userId,
  secret,
  encryption,
  signing,
  createdAt,
  previousFingerprint,
  addressBook = { version: 1, contacts: new Map() },
  replaces,
}: {
  userId: number;
  secret: string;
  encryption: CryptoKeyPair;
  signing: CryptoKeyPair;
  createdAt: number;
  previousFingerprint?: Bytes;
  addressBook?: NewAddressBook;
  replaces?: Replaced;
}): Promise<NewIdentity> {
  const card = await sealCard({
    userId,
    encryptionKey: encryption.publicKey,
    verificationKey: signing.publicKey,
    signingKey: signing.privateKey,
    createdAt,
    previousFingerprint,
    vouchedBy: replaces?.earlier,
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
      ...(replaces
        ? await rewrapDecryptionKeys(
            { from: replaces.wrappingKey, to: wrappingKey },
            replaces.earlier,
            replaces.decryptionKeys
          )
        : []),
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
  return {
    identity,
    card,
    backup: encodeBackup(parts),
    addressBook: await sealAddressBook(identity, {
      ...addressBook,
      methodsDigest: await methodsDigest(parts),
    }),
  };
}

/**
 * The keys on a new device, from what the server keeps. A wrong secret is refused with "wrong-secret"; a card and a
 * backup that do not belong together with "wrong-fingerprint": what is wrapped says whose it is, and then has to do what
 * only the card's private keys can.
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
  const accountKey = await openAccountKey(parts, userId, secret);
  return openIdentity(userId, card, accountKey, parts);
}

async function openAccountKey(
  parts: Backup,
  userId: number,
  secret: string
): Promise<CryptoKey> {
  const bytes = await openSecretMethod(secretMethodOf(parts), userId, secret);
  try {
    return await importHkdfKey(bytes);
  } finally {
    bytes.fill(0);
  }
}

/**
 * The backup under a new secret: the account key is encrypted anew for it, all else stays as it is, byte for byte. And the
 * address book's root, which knows that the earlier secret's method has gone.
 *
 * @param root the address book's, as it is stored; without it there is none to come back
 */
export async function changeSecret({
  userId,
  card,
  backup,
  root,
  oldSecret,
  newSecret,
}: {
  userId: number;
  card: string;
  backup: string;
  root: string | null;
  oldSecret: string;
  newSecret: string;
}): Promise<{
  backup: string;
  addressBook: { version: number; root: string } | null;
}> {
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
    const changed = withSecretMethod(parts, secretMethod);
    const { fingerprint } = await openCard(card, userId);
    const accountKey = await importHkdfKey(accountKeyBytes);
    const owner = {
      userId,
      fingerprint,
      addressBookKey: await addressBookKey(accountKey, userId),
    };
    return {
      backup: encodeBackup(changed),
      addressBook:
        root === null
          ? null
          : await sealRootAnew(owner, root, await methodsDigest(changed)),
    };
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
  await ensureSignerOf(owner, signingKey);
  await ensureDecryptsFor(owner, current!.key);
  return {
    userId,
    card,
    fingerprint: owner.fingerprint,
    draftsKey: await draftsKey(accountKey, userId),
    addressBookKey: await addressBookKey(accountKey, userId),
    bagKey: await bagKey(accountKey, userId),
    decryptionKey: current!.key,
    earlierDecryptionKeys,
    signingKey,
  };
}
