import { decodeUtf8, encodeBase64url, encodeUtf8 } from "heart/bytes";
import { randomBytes } from "heart/webcrypto";
import { busy } from "./running";

// RSA and the stretching of secrets take most of the time of all that the heart does, and are not what is tried here. In the
// place of RSA stands what is demanded of it: a ciphertext is 384 random bytes, and opens for whoever has the private key,
// with the label, and for nobody else. A secret is stretched by one round. `realRsa` leaves both as they are.
//
// One thing is calculated after the other, whoever asks, so that the same seed gives the same order on whatever machine.

type Subtle = Record<string, (...args: never[]) => Promise<unknown>>;

interface Oaep {
  name: string;
  label: Uint8Array;
}

interface Box {
  modulus: string;
  label: string;
  bytes: Uint8Array;
}

const METHODS = [
  "decrypt",
  "deriveBits",
  "deriveKey",
  "digest",
  "encrypt",
  "exportKey",
  "generateKey",
  "importKey",
  "sign",
  "unwrapKey",
  "verify",
  "wrapKey",
];
const RSA = { name: "RSA-OAEP", hash: "SHA-256" };
const CARRIER = { name: "HMAC", hash: "SHA-256" };

const boxes = new Map<string, Box>();
/** What tells one ideal pair from another, base64url. */
const modulusOf = new WeakMap<CryptoKey, string>();
const real = Object.fromEntries(
  METHODS.map((name) => [
    name,
    (crypto.subtle as unknown as Subtle)[name]!.bind(crypto.subtle),
  ])
) as Record<string, (...args: unknown[]) => Promise<unknown>>;

// --- one after the other ---

let last: Promise<unknown> = Promise.resolve();

function inOrder(calculate: () => Promise<unknown>): Promise<unknown> {
  const isDone = busy();
  const result = last.then(calculate);
  last = result.catch(() => {}).finally(isDone);
  return result;
}

// --- the ideal ---

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");

function seal(key: CryptoKey, label: Uint8Array, bytes: Uint8Array) {
  const ciphertext = randomBytes(384);
  boxes.set(hex(ciphertext), {
    modulus: modulusOf.get(key)!,
    label: hex(label),
    bytes: bytes.slice(),
  });
  return ciphertext.buffer;
}

/** Between runs: nothing that was sealed in one is opened in another. */
export function emptyBoxes(): void {
  boxes.clear();
}

const IDEAL: Record<string, (...args: unknown[]) => Promise<unknown>> = {
  async importKey(...args) {
    const key = (await real["importKey"]!(...args)) as CryptoKey;
    const { kty, n } = args[1] as JsonWebKey;
    if (args[0] === "jwk" && kty === "RSA") {
      modulusOf.set(key, n!);
    }
    return key;
  },

  async generateKey(...args) {
    return (args[0] as Oaep).name === RSA.name
      ? idealPair()
      : real["generateKey"]!(...args);
  },

  async deriveKey(algorithm, ...args) {
    const isStretching = (algorithm as Pbkdf2Params).name === "PBKDF2";
    return real["deriveKey"]!(
      isStretching
        ? { ...(algorithm as Pbkdf2Params), iterations: 1 }
        : algorithm,
      ...args
    );
  },

  async encrypt(...args) {
    const [algorithm, key, data] = args as [Oaep, CryptoKey, Uint8Array];
    return algorithm.name === RSA.name
      ? seal(key, algorithm.label, data)
      : real["encrypt"]!(...args);
  },

  async wrapKey(...args) {
    const [format, wrapped, key, algorithm] = args as [
      string,
      CryptoKey,
      CryptoKey,
      Oaep,
    ];
    if (algorithm.name === RSA.name) {
      const bytes = await real["exportKey"]!(format, wrapped);
      return seal(key, algorithm.label, new Uint8Array(bytes as ArrayBuffer));
    }
    const modulus = modulusOf.get(wrapped);
    if (modulus === undefined) {
      return real["wrapKey"]!(...args);
    }
    const carrier = await real["importKey"]!(
      "raw",
      encodeUtf8(modulus),
      CARRIER,
      true,
      ["sign"]
    );
    return real["wrapKey"]!("raw", carrier, key, algorithm);
  },

  async unwrapKey(...args) {
    const [format, ciphertext, key, algorithm, ...rest] = args as [
      string,
      Uint8Array,
      CryptoKey,
      Oaep,
      Oaep,
      boolean,
      KeyUsage[],
    ];
    const [wanted, isExtractable, usages] = rest;
    if (algorithm.name === RSA.name) {
      return real["importKey"]!(
        format,
        opened(key, algorithm.label, ciphertext),
        ...rest
      );
    }
    if (wanted.name !== RSA.name) {
      return real["unwrapKey"]!(...args);
    }
    const unwrapped = ["raw", ciphertext, key, algorithm, CARRIER, true];
    const carrier = await real["unwrapKey"]!(...unwrapped, ["sign"]);
    const bytes = (await real["exportKey"]!("raw", carrier)) as ArrayBuffer;
    const modulus = decodeUtf8(new Uint8Array(bytes));
    return idealPrivateKey(modulus, isExtractable, usages);
  },
};

function opened(
  key: CryptoKey,
  label: Uint8Array,
  ciphertext: Uint8Array
): Uint8Array {
  const box = boxes.get(hex(ciphertext));
  if (!box || box.modulus !== modulusOf.get(key) || box.label !== hex(label)) {
    throw new DOMException("It does not decrypt.", "OperationError");
  }
  return box.bytes;
}

/** Of a key object of its own: what it opens is known by the object. */
async function idealPrivateKey(
  modulus: string,
  isExtractable: boolean,
  usages: KeyUsage[]
): Promise<CryptoKey> {
  pattern ??= patternOfPrivateKeys();
  const key = (await real["importKey"]!(
    "pkcs8",
    await pattern,
    RSA,
    isExtractable,
    usages
  )) as CryptoKey;
  modulusOf.set(key, modulus);
  return key;
}

let pattern: Promise<unknown> | null = null;

async function patternOfPrivateKeys(): Promise<unknown> {
  const modulusLength = 1024;
  const publicExponent = new Uint8Array([1, 0, 1]);
  const { privateKey } = (await real["generateKey"]!(
    { ...RSA, modulusLength, publicExponent },
    true,
    ["encrypt", "unwrapKey"]
  )) as CryptoKeyPair;
  return real["exportKey"]!("pkcs8", privateKey);
}

/** A pair of the ideal kind: the heart takes it for one of the real kind. */
async function idealPair(): Promise<CryptoKeyPair> {
  const modulus = randomBytes(384);
  // of full length, and odd
  modulus[0] = 0xff;
  modulus[383] = 0xff;
  const n = encodeBase64url(modulus);
  const publicKey = await IDEAL["importKey"]!(
    "jwk",
    { kty: "RSA", n, e: "AQAB" },
    RSA,
    true,
    ["encrypt", "wrapKey"]
  );
  const privateKey = await idealPrivateKey(n, true, ["unwrapKey"]);
  return { publicKey: publicKey as CryptoKey, privateKey };
}

/** Puts the ideal in the place of the real one, unless that is wanted. */
export function prepareCrypto({ realRsa }: { realRsa: boolean }): void {
  for (const name of METHODS) {
    const method = (!realRsa && IDEAL[name]) || real[name]!;
    Object.defineProperty(crypto.subtle, name, {
      value: (...args: unknown[]) => inOrder(() => method(...args)),
    });
  }
}
