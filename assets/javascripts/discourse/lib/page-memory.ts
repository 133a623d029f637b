import { type Bytes, decodeUtf8, encodeUtf8 } from "./bytes";
import {
  decryptAes,
  encryptAes,
  generateAesKey,
  NONCE_LENGTH,
  randomBytes,
} from "./webcrypto";

// What a page has read and shows no more stays in its memory encrypted, by a key that is nowhere else and cannot leave the
// browser. It is no format: nothing of it is ever stored or sent.

const NOTHING = new Uint8Array();

export interface SealedWords {
  nonce: Bytes;
  ciphertext: Bytes;
}

/** A key for as long as whoever has asked for it keeps it. */
export function newPageKey(): Promise<CryptoKey> {
  return generateAesKey();
}

export async function sealWords(
  key: CryptoKey,
  words: string
): Promise<SealedWords> {
  const nonce = randomBytes(NONCE_LENGTH);
  const bytes = encodeUtf8(words);
  try {
    return { nonce, ciphertext: await encryptAes(key, nonce, NOTHING, bytes) };
  } finally {
    bytes.fill(0);
  }
}

export async function openWords(
  key: CryptoKey,
  { nonce, ciphertext }: SealedWords
): Promise<string> {
  const bytes = await decryptAes(key, nonce, NOTHING, ciphertext);
  try {
    return decodeUtf8(bytes);
  } finally {
    bytes.fill(0);
  }
}
