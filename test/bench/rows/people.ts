import { encodeBase64url } from "heart/bytes";
import { type IdentityCard, openCard, sealCard } from "heart/card";
import { newMessageId } from "heart/conversation";
import { type Identity, sealIdentity } from "heart/identity";
import { type NamedMessage } from "heart/message";
import {
  generateEncryptionKeyPair,
  generateSigningKeyPair,
} from "heart/webcrypto";

export const SECRET = "seven ferries leave at noon";

let pairs: Promise<[CryptoKeyPair, CryptoKeyPair]> | null = null;

/** One pair for everybody: who has it makes no difference to how long it takes. */
function keyPairs(): Promise<[CryptoKeyPair, CryptoKeyPair]> {
  pairs ??= Promise.all([
    generateEncryptionKeyPair(),
    generateSigningKeyPair(),
  ]);
  return pairs;
}

interface Member {
  identity: Identity;
  card: IdentityCard;
  backup: string;
}

const members = new Map<number, Promise<Member>>();

export function member(userId: number): Promise<Member> {
  const made = members.get(userId) ?? makeMember(userId);
  members.set(userId, made);
  return made;
}

async function makeMember(userId: number): Promise<Member> {
  const [encryption, signing] = await keyPairs();
  const made = await sealIdentity({
    userId,
    secret: SECRET,
    encryption,
    signing,
    createdAt: Date.now(),
  });
  return { ...made, card: await openCard(made.card, userId) };
}

export async function card(userId: number): Promise<IdentityCard> {
  const [encryption, signing] = await keyPairs();
  const sealed = await sealCard({
    userId,
    encryptionKey: encryption.publicKey,
    verificationKey: signing.publicKey,
    signingKey: signing.privateKey,
    createdAt: Date.now(),
  });
  return openCard(sealed, userId);
}

/** So many messages that were read before, as a message names them. */
export function read(count: number): NamedMessage[] {
  return list(count, () => ({
    messageId: newMessageId(),
    revision: 1,
    half: crypto.getRandomValues(new Uint8Array(16)),
  }));
}

/** `length` letters that no compression would shorten. */
export function words(length: number): string {
  const bytes = new Uint8Array(Math.ceil((length * 3) / 4));
  for (let at = 0; at < bytes.length; at += 65536) {
    crypto.getRandomValues(bytes.subarray(at, at + 65536));
  }
  return encodeBase64url(bytes).slice(0, length);
}

export function list<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
