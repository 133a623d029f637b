import { module, test } from "qunit";
import {
  openCard,
  sealCard,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import { KnownCards } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/contacts";
import {
  generateEncryptionKeyPair,
  generateSigningKeyPair,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/webcrypto";

module("Unit | lib | contacts", function () {
  test("consent to one member's keys is none to the same keys in another's card (attack)", async function (assert) {
    const encryption = await generateEncryptionKeyPair();
    const signing = await generateSigningKeyPair();
    // whoever holds the keys can sign a card for any user id, and its fingerprint is of the keys alone
    const [mallory, jane] = await Promise.all(
      [23, 41].map(async (userId) =>
        openCard(
          await sealCard({
            userId,
            encryptionKey: encryption.publicKey,
            verificationKey: signing.publicKey,
            signingKey: signing.privateKey,
            createdAt: 0,
          }),
          userId
        )
      )
    );
    assert.deepEqual(mallory!.fingerprint, jane!.fingerprint);

    const known = new KnownCards();
    known.agreeTo({ username: "mallory", card: mallory! });
    assert.true(known.isAgreedTo(mallory!));
    assert.false(known.isAgreedTo(jane!));
  });
});
