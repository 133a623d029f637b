import { module, test } from "qunit";
import type { Contact } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/address-book";
import {
  openCard,
  openCardHistory,
  sealCard,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import {
  judgeCard,
  namesake,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/contacts";
import {
  generateEncryptionKeyPair,
  generateSigningKeyPair,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/webcrypto";
import { people } from "../../vendor/vectors";

const PETE = people.pete!.user_id;

function contact(changed: Partial<Contact>): Contact {
  return {
    userId: PETE,
    fingerprint: new Uint8Array(32),
    publication: 0,
    standing: "seen",
    name: "pete",
    ...changed,
  };
}

module("Unit | lib | contacts", function () {
  test("a card is new, known, vouched for, or another", async function (assert) {
    const first = await openCardHistory(people.pete!.card, [], PETE);
    const rotated = await openCardHistory(
      people.pete2!.card,
      [people.pete!.card],
      PETE
    );
    const [{ fingerprint }] = first;
    assert.strictEqual(judgeCard(undefined, first), "new");
    assert.strictEqual(judgeCard(contact({ fingerprint }), first), "known");
    assert.strictEqual(judgeCard(contact({ fingerprint }), rotated), "vouched");
    assert.strictEqual(judgeCard(contact({}), rotated), "changed");
    // going back is no succession
    const later = contact({ fingerprint: rotated[0].fingerprint });
    assert.strictEqual(judgeCard(later, first), "changed");
  });

  test("the same keys in another's card are not theirs (attack)", async function (assert) {
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
    const contacts = new Map([
      [23, contact({ userId: 23, fingerprint: mallory!.fingerprint })],
    ]);
    assert.strictEqual(judgeCard(contacts.get(41), [jane!]), "new");
  });

  test("a name that belonged to somebody else", function (assert) {
    const contacts = new Map([[PETE, contact({ name: "Pete" })]]);
    assert.strictEqual(namesake(contacts, "PETE", 99)?.userId, PETE);
    assert.strictEqual(namesake(contacts, "pete", PETE), undefined);
    assert.strictEqual(namesake(contacts, "peter", 99), undefined);
  });
});
