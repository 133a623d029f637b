import { encodeBase64url } from "heart/bytes";
import { randomBytes } from "heart/webcrypto";

// RSA takes most of the time of all that the heart does, and is not what is tried here. In its place stands what is
// demanded of it: a ciphertext is 384 random bytes, and opens for whoever has the private key, with the label, and for
// nobody else. `realRsa` leaves it as it is.

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

const boxes = new Map<string, Box>();
const modulusOf = new WeakMap<CryptoKey, string>();
const originals = Object.fromEntries(
  ["importKey", "encrypt", "wrapKey", "unwrapKey", "exportKey"].map((name) => [
    name,
    (crypto.subtle as unknown as Subtle)[name]!.bind(crypto.subtle),
  ])
) as Record<string, (...args: unknown[]) => Promise<unknown>>;

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

/** Puts the ideal in the place of the real one. */
export function useIdealRsa(): void {
  const replace = (
    name: string,
    instead: (...args: unknown[]) => Promise<unknown>
  ) => Object.defineProperty(crypto.subtle, name, { value: instead });

  replace("importKey", async (...args) => {
    const key = (await originals["importKey"]!(...args)) as CryptoKey;
    const jwk = args[1] as JsonWebKey;
    if (args[0] === "jwk" && jwk.kty === "RSA") {
      modulusOf.set(key, jwk.n!);
    }
    return key;
  });
  replace("encrypt", async (...args) => {
    const [algorithm, key, data] = args as [Oaep, CryptoKey, Uint8Array];
    return algorithm.name === "RSA-OAEP"
      ? seal(key, algorithm.label, data)
      : originals["encrypt"]!(...args);
  });
  replace("wrapKey", async (...args) => {
    const [format, wrapped, key, algorithm] = args as [
      string,
      CryptoKey,
      CryptoKey,
      Oaep,
    ];
    if (algorithm.name !== "RSA-OAEP") {
      return originals["wrapKey"]!(...args);
    }
    const bytes = await originals["exportKey"]!(format, wrapped);
    return seal(key, algorithm.label, new Uint8Array(bytes as ArrayBuffer));
  });
  replace("unwrapKey", async (...args) => {
    const [format, ciphertext, key, algorithm, ...rest] = args as [
      string,
      Uint8Array,
      CryptoKey,
      Oaep,
      ...unknown[],
    ];
    if (algorithm.name !== "RSA-OAEP") {
      return originals["unwrapKey"]!(...args);
    }
    const box = boxes.get(hex(ciphertext));
    if (
      !box ||
      box.modulus !== modulusOf.get(key) ||
      box.label !== hex(algorithm.label)
    ) {
      throw new DOMException("It does not decrypt.", "OperationError");
    }
    return originals["importKey"]!(format, box.bytes, ...rest);
  });
}

let pattern: Promise<CryptoKeyPair> | null = null;

/** A pair of the ideal kind: the heart takes it for one of the real kind. */
export async function idealPair(): Promise<CryptoKeyPair> {
  pattern ??= crypto.subtle.generateKey(
    {
      name: "RSA-OAEP",
      hash: "SHA-256",
      modulusLength: 1024,
      publicExponent: new Uint8Array([1, 0, 1]),
    },
    true,
    ["encrypt", "unwrapKey"]
  );
  const { privateKey: shape } = await pattern;
  const pkcs8 = await crypto.subtle.exportKey("pkcs8", shape);
  const algorithm = { name: "RSA-OAEP", hash: "SHA-256" };
  // a key object of its own: what it opens is known by the object
  const privateKey = await crypto.subtle.importKey(
    "pkcs8",
    pkcs8,
    algorithm,
    false,
    ["unwrapKey"]
  );
  const modulus = randomBytes(384);
  // of full length, and odd
  modulus[0] = 0xff;
  modulus[383] = 0xff;
  const n = encodeBase64url(modulus);
  const publicKey = await crypto.subtle.importKey(
    "jwk",
    { kty: "RSA", n, e: "AQAB" },
    algorithm,
    true,
    ["encrypt", "wrapKey"]
  );
  modulusOf.set(privateKey, n);
  return { publicKey, privateKey };
}
