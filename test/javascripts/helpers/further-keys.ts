import pretender from "discourse/tests/helpers/create-pretender";
import { sealCard } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import {
  generateEncryptionKeyPair,
  generateSigningKeyPair,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/webcrypto";
import { people } from "../vendor/vectors";
import { json, type Name, userIdOf } from "./members";
import { identityOf } from "./people";

/** Another card of a member of the vectors, of keys that were made just now: whoever has stolen the keys can make one. */
export async function cardAfter(
  name: string,
  { isVouched = true } = {}
): Promise<string> {
  const encryption = await generateEncryptionKeyPair();
  const signing = await generateSigningKeyPair();
  const { userId, fingerprint, signingKey } = await identityOf(name);
  return sealCard({
    userId,
    encryptionKey: encryption.publicKey,
    verificationKey: signing.publicKey,
    signingKey: signing.privateKey,
    createdAt: 0,
    ...(isVouched
      ? { vouchedBy: { fingerprint, signingKey } }
      : { previousFingerprint: fingerprint }),
  });
}

/** Answers card look-ups, in which a member has these cards by now, newest first. */
export function serveCards(
  name: Name,
  [card, ...earlier]: readonly string[]
): void {
  pretender.get("/encrypted-messages/identities.json", () =>
    json(200, {
      identities: (["jane", "pete", "mallory"] as const).map((each) => ({
        user_id: userIdOf(each),
        username: each,
        card: people[each]!.card,
        ...(each === name && { card, earlier_cards: earlier }),
      })),
      missing: [],
    })
  );
}
