import { encodeUtf8 } from "./bytes";

// The numbers of docs/protocol.md §2. They are stored with every message: never change one, only add.

/** RSA-OAEP-3072/SHA-256, Ed25519, AES-256-GCM, PBKDF2- and HKDF-SHA-256. */
export const SUITE = 1;

/** Separates everything made here from what the same keys or functions might be used for elsewhere. */
export const DOMAIN = "discourse-encrypted-messages";
/** `external_aad` of every COSE structure (RFC 9052 §4.3). */
export const EXTERNAL_AAD = encodeUtf8(DOMAIN);

export const ALG_A256GCM = 3; // RFC 9053 §4.1
export const ALG_EDDSA = -8; // RFC 9053 §2.2
export const ALG_RSA_OAEP_256 = -41; // RFC 8230 §3

export const TAG_ENCRYPT0 = 16; // RFC 9052 §2
export const TAG_SIGN1 = 18;

/** Header parameters. */
export const Label = {
  alg: 1,
  iv: 5,
  suite: -65537,
  kind: -65538,
  conversationId: -65539,
  epoch: -65540,
  messageId: -65541,
  userId: -65542,
  fingerprint: -65543,
  salt: -65544,
  rounds: -65545,
  revision: -65546,
  commitment: -65547,
  entry: -65548,
  part: -65549,
} as const;
/** What is below it is a newer version's. */
export const LOWEST_LABEL = Label.part;

/** What an object is. One list for all, so that none can be taken for another. */
export const Kind = {
  body: 1,
  title: 2,
  draft: 3,
  card: 16,
  decryptionKey: 17,
  signingKey: 18,
  secretMethod: 19,
  grant: 20,
  rosterEntry: 21,
  vouch: 22,
  recoveryKeyMethod: 23,
  passkeyMethod: 24,
  addressBook: 25,
  keyBag: 26,
  name: 27,
} as const;

export const ID_LENGTH = 16; // bytes
export const FINGERPRINT_LENGTH = 32;
/** Of a whole COSE_Sign1: an entry's, a message's. */
export const DIGEST_LENGTH = 32;
export const KEY_LENGTH = 32;
export const FIRST_EPOCH = 1;
export const MAX_EPOCH = 0xffffffff;

export const MAX_REVISION = 0xffffffff;

/** Bytes of a decoded object of each kind beyond which it is not looked at; of an envelope, and of whatever is in it. */
export const MAX_OBJECT_LENGTH = 2 * 1024 * 1024;
export const MAX_BACKUP_LENGTH = 128 * 1024;
export const MAX_ADDRESS_BOOK_PART_LENGTH = 64 * 1024;
export const MAX_CARD_LENGTH = 3 * 1024;
export const MAX_GRANT_LENGTH = 1536;
export const MAX_ENTRY_LENGTH = 48 * 1024;
export const MAX_NAME_LENGTH = 512;
/** Items in one piece of CBOR, keys and values of maps counted each; and arrays, maps and tags in each other. */
export const MAX_ITEMS = 4096;
export const MAX_DEPTH = 8;
