import { sealCard } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import {
  generateEncryptionKeyPair,
  generateSigningKeyPair,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/webcrypto";
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
