// What the browser itself needs. Keys and bytes are there already; nothing is encoded, checked or kept but what is said.
import { list } from "./people";

const { subtle } = crypto;

export interface Sealed {
  key: CryptoKey;
  iv: Uint8Array<ArrayBuffer>;
  ciphertext: ArrayBuffer;
}

export async function aesKey(): Promise<CryptoKey> {
  return subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
}

export async function encrypted(
  count: number,
  bytes: number
): Promise<Sealed[]> {
  return Promise.all(
    list(count, async () => {
      const key = await aesKey();
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const ciphertext = await subtle.encrypt(
        { name: "AES-GCM", iv },
        key,
        new Uint8Array(bytes)
      );
      return { key, iv, ciphertext };
    })
  );
}

export function decryptAll(sealed: Sealed[]): Promise<ArrayBuffer[]> {
  return Promise.all(
    sealed.map(({ key, iv, ciphertext }) =>
      subtle.decrypt({ name: "AES-GCM", iv }, key, ciphertext)
    )
  );
}

export interface Signed {
  key: CryptoKey;
  text: Uint8Array<ArrayBuffer>;
  signature: ArrayBuffer;
}

export async function signed(count: number, bytes: number): Promise<Signed[]> {
  const pair = (await subtle.generateKey("Ed25519", false, [
    "sign",
    "verify",
  ])) as CryptoKeyPair;
  return Promise.all(
    list(count, async () => {
      const text = crypto.getRandomValues(new Uint8Array(bytes));
      const signature = await subtle.sign("Ed25519", pair.privateKey, text);
      return { key: pair.publicKey, text, signature };
    })
  );
}

export function verifyAll(all: Signed[]): Promise<boolean[]> {
  return Promise.all(
    all.map(({ key, signature, text }) =>
      subtle.verify("Ed25519", key, signature, text)
    )
  );
}

/** A database of one store with `count` values, opened. */
export async function filledDatabase(
  name: string,
  values: unknown[]
): Promise<IDBDatabase> {
  const opened = indexedDB.open(name, 1);
  opened.onupgradeneeded = () => opened.result.createObjectStore("values");
  await new Promise((resolve, reject) => {
    opened.onsuccess = resolve;
    opened.onerror = () => reject(opened.error as Error);
  });
  const transaction = opened.result.transaction("values", "readwrite");
  const store = transaction.objectStore("values");
  values.forEach((value, index) => store.put(value, index));
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  return opened.result;
}

/** One read of all there is. */
export function readAll(database: IDBDatabase): Promise<unknown[]> {
  const request = database.transaction("values").objectStore("values").getAll();
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error as Error);
  });
}
