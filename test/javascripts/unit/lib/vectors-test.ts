import { module, test } from "qunit";
import { openAddressBook } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/address-book";
import { draftsKey } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/backup";
import {
  openBody,
  openTitle,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import {
  decodeBase64url,
  encodeBase64url,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import {
  type IdentityCard,
  isVouchedSuccessor,
  openCard,
  openCardHistory,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import type { ConversationKey } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import { openDraft } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/draft";
import { openGrant } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import { unlockIdentity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import { openKeyBag } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/key-bag";
import { openName } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/name";
import {
  encryptAes as encrypt,
  exportModulus,
  exportVerificationKey,
  importHkdfKey,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/webcrypto";
import { cardOf, identityOf } from "../../helpers/people";
import { type BookGiven, bookParts, plainBook } from "../../helpers/plain-book";
import { plainMessage } from "../../helpers/plain-message";
import { refuses } from "../../helpers/refusal";
import { stretchOnce } from "../../helpers/stretching";
import {
  allCards,
  knownOf,
  openRoster,
  rosterNamed,
} from "../../helpers/vectors";
import {
  addressBooks,
  backups,
  bodies,
  cards,
  drafts,
  grants,
  histories,
  keyBags,
  names,
  people,
  rosters,
  titles,
} from "../../vendor/vectors";

const PROBE = new Uint8Array([1, 2, 3]);

module("Unit | Lib | encrypted-messages | vectors", function (hooks) {
  stretchOnce(hooks);

  for (const { name, given, gives } of cards.accepted) {
    test(`card: ${name}`, async function (assert) {
      const card = await open(given);
      assert.deepEqual(
        {
          fingerprint: encodeBase64url(card.fingerprint),
          created_at: card.createdAt,
          previous_fingerprint:
            card.previousFingerprint &&
            encodeBase64url(card.previousFingerprint),
          modulus: encodeBase64url(await exportModulus(card.encryptionKey)),
          verification_key: encodeBase64url(
            await exportVerificationKey(card.verificationKey)
          ),
        },
        gives
      );
    });
  }

  test("cards that must be refused", async function (assert) {
    for (const { name, given, cause } of cards.refused) {
      await refuses(assert, () => open(given), cause, name);
    }
  });

  function open(given: { user_id: number; card: string }) {
    return openCard(given.card, given.user_id);
  }

  for (const { name, given, gives } of histories.accepted) {
    test(`card history: ${name} (R8, R18)`, async function (assert) {
      const history = await openHistory(given);
      const [{ fingerprint: current }, ...earlier] = history;
      assert.deepEqual(fingerprints(history), gives.fingerprints);
      assert.deepEqual(
        fingerprints(
          earlier.filter(({ fingerprint }) =>
            isVouchedSuccessor(history, fingerprint, current)
          )
        ),
        gives.successor_of
      );
    });
  }

  test("card histories that must be refused (R18)", async function (assert) {
    for (const { name, given, cause } of histories.refused) {
      await refuses(assert, () => openHistory(given), cause, name);
    }
  });

  function fingerprints(list: readonly IdentityCard[]) {
    return list.map(({ fingerprint }) => encodeBase64url(fingerprint));
  }

  function openHistory(given: (typeof histories.accepted)[0]["given"]) {
    return openCardHistory(given.card, given.earlier_cards, given.user_id);
  }

  for (const { name, given, gives } of names.accepted) {
    test(`name: ${name}`, async function (assert) {
      assert.deepEqual(await readName(given), gives);
    });
  }

  test("names that must be refused", async function (assert) {
    for (const { name, given, cause } of names.refused) {
      await refuses(assert, () => readName(given), cause, name);
    }
  });

  async function readName(given: (typeof names.accepted)[0]["given"]) {
    return openName(given.signed_name, await open(given));
  }

  for (const { name, given, gives } of backups.accepted) {
    test(`backup: ${name}`, async function (assert) {
      const identity = await unlock(given);
      // The keys cannot be read: they must do what the expected ones do.
      const accountKey = await importHkdfKey(
        decodeBase64url(gives.account_key)
      );
      const nonce = new Uint8Array(12);
      assert.deepEqual(
        await encrypt(identity.draftsKey, nonce, PROBE, PROBE),
        await encrypt(
          await draftsKey(accountKey, identity.userId),
          nonce,
          PROBE,
          PROBE
        )
      );
      const signingKey = await crypto.subtle.importKey(
        "pkcs8",
        decodeBase64url(gives.signing_key),
        "Ed25519",
        false,
        ["sign"]
      );
      assert.deepEqual(
        await crypto.subtle.sign("Ed25519", identity.signingKey, PROBE),
        await crypto.subtle.sign("Ed25519", signingKey, PROBE)
      );
      const decryptionKeys = [
        identity.decryptionKey,
        ...identity.earlierDecryptionKeys.map(({ key }) => key),
      ];
      assert.strictEqual(decryptionKeys.length, gives.decryption_keys.length);
      for (const [at, expected] of gives.decryption_keys.entries()) {
        const grant = grantFor(expected);
        const key = await receive(grant.given, decryptionKeys[at]!);
        assert.strictEqual(
          encodeBase64url(key.commitment),
          grant.gives.commitment,
          "the decryption key opens a grant"
        );
      }
    });
  }

  test("backups that must be refused", async function (assert) {
    assert.timeout(60_000);
    for (const { name, given, cause } of backups.refused) {
      await refuses(assert, () => unlock(given), cause, name);
    }
  });

  function unlock(given: (typeof backups.accepted)[0]["given"]) {
    return unlockIdentity({
      userId: given.user_id,
      card: given.card,
      backup: given.backup,
      secret: given.secret,
    });
  }

  function grantFor(decryptionKey: string) {
    return grants.accepted.find(
      ({ given }) => people[given.member]!.decryption_key === decryptionKey
    )!;
  }

  for (const { name, given, gives } of rosters.accepted) {
    test(`roster: ${name}`, async function (assert) {
      const { entries } = await openRoster(given);
      assert.deepEqual(
        entries.map((entry) => ({
          digest: encodeBase64url(entry.digest),
          sequence: entry.sequence,
          epoch: entry.epoch,
          author_id: entry.author.userId,
          fingerprint: encodeBase64url(entry.author.fingerprint),
          created_at: entry.createdAt,
          commitment: encodeBase64url(entry.commitment),
          participants: entry.participants.map(({ userId, fingerprint }) => [
            userId,
            encodeBase64url(fingerprint),
          ]),
        })),
        gives.entries as unknown[]
      );
    });
  }

  test("rosters that must be refused", async function (assert) {
    for (const { name, given, cause } of rosters.refused) {
      await refuses(assert, () => openRoster(given), cause, name);
    }
  });

  for (const { name, given, gives } of grants.accepted) {
    test(`grant: ${name}`, async function (assert) {
      await isKey(assert, await receive(given), given, gives);
    });
  }

  /** The key cannot be read: it must do what the expected one does. */
  async function isKey(
    assert: Assert,
    key: ConversationKey,
    given: { roster: string; epoch: number },
    gives: (typeof grants.accepted)[0]["gives"]
  ) {
    assert.strictEqual(encodeBase64url(key.commitment), gives.commitment);
    const { conversationId } = await rosterNamed(given.roster);
    assert.strictEqual(key.conversationId, conversationId);
    assert.strictEqual(key.epoch, given.epoch);
    assert.false(key.contentKey.extractable);
    const contentKey = await crypto.subtle.importKey(
      "raw",
      decodeBase64url(gives.content_key),
      "AES-GCM",
      false,
      ["encrypt"]
    );
    const nonce = new Uint8Array(12);
    assert.deepEqual(
      await encrypt(key.contentKey, nonce, PROBE, PROBE),
      await encrypt(contentKey, nonce, PROBE, PROBE)
    );
  }

  for (const { name, given, gives } of keyBags.accepted) {
    test(`key bag: ${name}`, async function (assert) {
      await isKey(assert, await openBag(given), given, gives);
    });
  }

  test("key bags that must be refused", async function (assert) {
    for (const { name, given, cause } of keyBags.refused) {
      await refuses(assert, () => openBag(given), cause, name);
    }
  });

  async function openBag(given: (typeof keyBags.accepted)[0]["given"]) {
    return openKeyBag(given.bag, {
      member: await identityOf(given.member),
      roster: await rosterNamed(given.roster),
      epoch: given.epoch,
    });
  }

  test("grants that must be refused", async function (assert) {
    for (const { name, given, cause } of grants.refused) {
      await refuses(assert, () => receive(given), cause, name);
    }
  });

  async function receive(
    given: (typeof grants.accepted)[0]["given"],
    decryptionKey?: CryptoKey
  ) {
    const held = await Promise.all(given.member_held.map(identityOf));
    const member = {
      ...(await identityOf(given.member)),
      earlierDecryptionKeys: held.map(
        ({ fingerprint, decryptionKey: key }) => ({
          fingerprint,
          key,
        })
      ),
    };
    return openGrant(given.grant, {
      epoch: given.epoch,
      member: decryptionKey ? { ...member, decryptionKey } : member,
      replacedFingerprints: (
        await Promise.all(given.member_earlier.map(cardOf))
      ).map(({ fingerprint }) => fingerprint),
      roster: await rosterNamed(given.roster),
      granter: await allCards(given.histories),
    });
  }

  for (const { name, given, gives } of bodies.accepted) {
    test(`body: ${name}`, async function (assert) {
      assert.deepEqual(plainMessage(await readBody(given)), gives);
    });
  }

  test("bodies that must be refused", async function (assert) {
    for (const { name, given, cause } of bodies.refused) {
      await refuses(assert, () => readBody(given), cause, name);
    }
  });

  for (const { name, given, gives } of titles.accepted) {
    test(`title: ${name}`, async function (assert) {
      assert.deepEqual(plainMessage(await readTitle(given)), gives);
    });
  }

  test("titles that must be refused", async function (assert) {
    for (const { name, given, cause } of titles.refused) {
      await refuses(assert, () => readTitle(given), cause, name);
    }
  });

  async function readBody(given: (typeof bodies.accepted)[0]["given"]) {
    return openBody(given.raw, await known(given));
  }

  async function readTitle(given: (typeof titles.accepted)[0]["given"]) {
    return openTitle(given.title, await known(given));
  }

  async function known(
    given: Omit<(typeof bodies.accepted)[0]["given"], "raw">
  ) {
    return { ...(await knownOf(given)), messageId: given.message_id };
  }

  for (const { name, given, gives } of addressBooks.accepted) {
    test(`address book: ${name}`, async function (assert) {
      assert.deepEqual(plainBook(await readBook(given)), gives);
    });
  }

  test("address books that must be refused", async function (assert) {
    for (const { name, given, cause } of addressBooks.refused) {
      await refuses(assert, () => readBook(given), cause, name);
    }
  });

  async function readBook(given: BookGiven) {
    return openAddressBook(await identityOf(given.member), bookParts(given));
  }

  for (const { name, given, gives } of drafts.accepted) {
    test(`draft: ${name}`, async function (assert) {
      const { conversationId, messageId, text, title } = await readDraft(given);
      assert.deepEqual(
        {
          conversation_id: conversationId,
          message_id: messageId,
          text,
          title,
        },
        gives
      );
    });
  }

  test("drafts that must be refused", async function (assert) {
    for (const { name, given, cause } of drafts.refused) {
      await refuses(assert, () => readDraft(given), cause, name);
    }
  });

  async function readDraft(given: (typeof drafts.accepted)[0]["given"]) {
    return openDraft(given.raw, {
      author: await identityOf(given.author),
      conversationId: given.conversation_id,
      messageId: given.message_id,
    });
  }
});
