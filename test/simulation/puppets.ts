import { openCard, sealCard } from "heart/card";
import { createIdentity, type Identity } from "heart/identity";
import {
  generateEncryptionKeyPair,
  generateSigningKeyPair,
} from "heart/webcrypto";

// Whom the site has made up.

/** A user id that nobody has. */
export const PUPPET = 99;

const SECRET = "what the site has made up for it";

let made: Promise<Identity> | null = null;

export function puppet(): Promise<Identity> {
  made ??= createIdentity({ userId: PUPPET, secret: SECRET }).then(
    ({ identity }) => identity
  );
  return made;
}

/** A card that says to be vouched for by the keys before, by keys of the site's own. */
export async function falseSuccessorOf({
  userId,
  fingerprint,
}: Identity): Promise<string> {
  const encryption = await generateEncryptionKeyPair();
  const signing = await generateSigningKeyPair();
  return sealCard({
    userId,
    encryptionKey: encryption.publicKey,
    verificationKey: signing.publicKey,
    signingKey: signing.privateKey,
    createdAt: Date.now(),
    previousFingerprint: fingerprint,
    vouchedBy: { fingerprint, signingKey: signing.privateKey },
  });
}

/** Keys that the site says are the member's. */
export async function impostorOf({ userId }: Identity): Promise<string> {
  const { card } = await createIdentity({ userId, secret: SECRET });
  await openCard(card, userId);
  return card;
}
