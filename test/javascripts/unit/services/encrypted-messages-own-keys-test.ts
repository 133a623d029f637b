import { getOwner } from "@ember/owner";
import { settled, waitUntil } from "@ember/test-helpers";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import {
  AddressBookLostError,
  ConflictError,
  OtherKeysError,
  UnknownOutcomeError,
} from "discourse/plugins/discourse-encrypted-messages/discourse/identity/stored-identity";
import type IdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-identity";
import type NamesService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-names";
import {
  type Contact,
  openAddressBook,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/address-book";
import { digestOfMethods } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/backup";
import {
  decodeBase64url,
  encodeBase64url,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import {
  openCard,
  openCardHistory,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import { newMessageId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import {
  openDraft,
  sealDraft,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/draft";
import { ProtocolError } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/errors";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import { openName } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/name";
import type { CurrentUser } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { makeRsaKeysOnce } from "../../helpers/key-pairs";
import { clearDevices, logInAs, serveIdentities } from "../../helpers/members";
import {
  anotherPage,
  JANE,
  jane,
  openIdentity,
  servePublications,
  serveSite,
  Site,
} from "../../helpers/own-keys";
import { serviceOf } from "../../helpers/served-topic";
import { people } from "../../vendor/vectors";

const NEW_SECRET = "seven wooden spoons in a drawer";

module(
  "Unit | Service | encrypted-messages-identity, own keys",
  function (hooks) {
    setupTest(hooks);
    makeRsaKeysOnce(hooks);
    hooks.afterEach(clearDevices);

    function contact(name: "pete", standing: Contact["standing"]): Contact {
      const { user_id: userId, fingerprint } = people[name]!;
      return {
        userId,
        fingerprint: decodeBase64url(fingerprint),
        publication: 1,
        standing,
        name,
      };
    }

    /** The device keeps an address book in which Pete is verified. @returns what the site had before that */
    async function keepVerifiedPete(site: Site, { keystore }: IdentityService) {
      await site.book.read();
      const first = new Map(site.book.parts);
      await site.book.write(contact("pete", "verified"));
      await keystore!.saveAddressBook({
        version: 2,
        parts: site.book.stored(),
      });
      return first;
    }

    function refusal(reason: string) {
      return (error: unknown) =>
        error instanceof ProtocolError && error.reason === reason;
    }

    test("a new secret opens the same keys, the old one no more, and neither is sent (R8, R23)", async function (assert) {
      const site = new Site();
      const service = await openIdentity(this);
      await service.changeSecret(jane.secret, NEW_SECRET);

      assert.strictEqual(site.stored.version, 2);
      assert.strictEqual(site.stored.card, jane.card);
      const { fingerprint } = await site.unlock(NEW_SECRET);
      assert.strictEqual(
        encodeBase64url(fingerprint),
        people["jane"]!.fingerprint
      );
      await assert.rejects(site.unlock(jane.secret), refusal("wrong-secret"));
      assert.true(service.isUnlocked, "this device goes on");
      assert.false(site.sent.join().includes("spoons"));
      assert.false(site.sent.join().includes("battery"));
    });

    test("a new secret, and new keys, take the address book along (R36)", async function (assert) {
      const site = new Site();
      const service = await openIdentity(this);
      await site.book.write(contact("pete", "verified"));
      const before = site.book.parts.get("23");
      await service.changeSecret(jane.secret, NEW_SECRET);

      const changed = await site.book.read();
      assert.strictEqual(changed.version, 3);
      assert.deepEqual(
        changed.methodsDigest,
        await digestOfMethods(site.stored.backup)
      );
      assert.strictEqual(site.book.parts.get("23"), before, "only the root");

      await service.resetEncryption(NEW_SECRET);
      const renewed = await openAddressBook(
        service.identity!,
        site.book.stored()
      );
      assert.strictEqual(renewed.version, 4);
      assert.strictEqual(renewed.contacts.get(22)!.standing, "verified");
      assert.deepEqual(
        renewed.methodsDigest,
        await digestOfMethods(site.stored.backup)
      );
      assert.deepEqual(
        (await service.keystore!.addressBook())!.parts,
        site.book.stored(),
        "the device keeps it"
      );
    });

    test("an earlier address book that is said to be a later one is not taken along (attack, R36)", async function (assert) {
      const site = new Site();
      const service = await openIdentity(this);
      const first = await keepVerifiedPete(site, service);
      await service.keystore!.saveBackup(site.stored);
      site.book.parts = first;
      site.book.saysVersion = 99;
      await assert.rejects(
        service.changeSecret(jane.secret, NEW_SECRET),
        (error: unknown) => error instanceof AddressBookLostError
      );
      assert.deepEqual(site.sent, []);

      await service.resetEncryption(NEW_SECRET);
      const book = await openAddressBook(service.identity!, site.book.stored());
      assert.strictEqual(book.version, 100);
      assert.strictEqual(book.contacts.get(22)?.standing, "verified");
    });

    for (const [what, isLost] of [
      ["the site has an earlier address book", false],
      ["the site has lost all", true],
    ] as const) {
      test(`whom this device knows is taken along by new keys although it kept no backup: ${what} (R36)`, async function (assert) {
        const site = new Site();
        const service = await openIdentity(this);
        const first = await keepVerifiedPete(site, service);
        assert.strictEqual(await service.keystore!.backup(), null);
        site.isLost = isLost;
        if (isLost) {
          site.book.lose();
        } else {
          site.book.parts = first;
          site.book.version = 1;
        }

        await service.resetEncryption(NEW_SECRET);
        const book = await openAddressBook(
          service.identity!,
          site.book.stored()
        );
        assert.strictEqual(book.version, 3);
        assert.strictEqual(book.contacts.get(22)?.standing, "verified");
      });
    }

    test("what the member is called is signed with new keys, by these, in the same request (R36)", async function (assert) {
      const site = new Site();
      const published = servePublications();
      const service = await openIdentity(this);
      const names = serviceOf<NamesService>(getOwner(this)!, "names");
      names.start();
      const user = getOwner(this)!.lookup(
        "service:current-user"
      ) as CurrentUser;
      const signedBy = async () => {
        const card = await openCard(site.stored.card, JANE);
        const { username, publication } = await openName(site.name!, card);
        return [username, publication > 0];
      };

      await service.replaceKeys(jane.secret);
      assert.deepEqual(await signedBy(), ["jane", true]);
      assert.strictEqual(user.encrypted_messages_name, site.name);
      const rotated = site.name;

      await service.resetEncryption(NEW_SECRET);
      assert.notStrictEqual(site.name, rotated);
      assert.deepEqual(await signedBy(), ["jane", true]);
      await settled();
      assert.deepEqual(published, [], "once");
    });

    test("who resets their encryption without the keys begins with nobody, under a version above (R36)", async function (assert) {
      const site = new Site();
      const service = await openIdentity(this, { device: false });
      await site.book.write(contact("pete", "verified"));
      await service.resetEncryption(NEW_SECRET);

      const book = await openAddressBook(service.identity!, site.book.stored());
      assert.strictEqual(book.version, 3);
      assert.strictEqual(book.contacts.size, 0);
    });

    test("a new secret puts back what the site has lost of the address book, and is refused where nobody has it (R36)", async function (assert) {
      const site = new Site();
      const service = await openIdentity(this);
      await site.book.write(contact("pete", "verified"));
      const kept = { version: 2, parts: site.book.stored() };
      site.book.lose();
      await assert.rejects(
        service.changeSecret(jane.secret, NEW_SECRET),
        (error: unknown) => error instanceof AddressBookLostError
      );
      assert.deepEqual(site.sent, []);

      await service.keystore!.saveAddressBook(kept);
      await service.changeSecret(jane.secret, NEW_SECRET);
      const book = await site.book.read();
      assert.strictEqual(book.version, 3);
      assert.strictEqual(book.contacts.get(22)!.standing, "verified");
    });

    test("a wrong old secret changes nothing (R8)", async function (assert) {
      const site = new Site();
      const service = await openIdentity(this, { device: false });
      await assert.rejects(
        service.changeSecret("not the secret", NEW_SECRET),
        refusal("wrong-secret")
      );
      assert.deepEqual(site.sent, []);
    });

    test("of two devices that change it at once the second is told, and overwrites nothing (R8)", async function (assert) {
      const site = new Site();
      const service = await openIdentity(this);
      const changing = service.changeSecret(jane.secret, NEW_SECRET);
      await waitUntil(() => site.reads > 0);
      const other = { ...site.stored, backup: "of another device", version: 2 };
      site.stored = other;

      await assert.rejects(
        changing,
        (error: unknown) => error instanceof ConflictError
      );
      assert.strictEqual(site.stored, other);
    });

    test("a change is not made over keys that are not this device's (R8)", async function (assert) {
      const site = new Site();
      const service = await openIdentity(this);
      site.stored = { ...site.stored, card: people["jane2"]!.card };
      await assert.rejects(
        service.changeSecret(jane.secret, NEW_SECRET),
        (error: unknown) => error instanceof ConflictError
      );
      assert.deepEqual(site.sent, []);
    });

    test("where the answer is lost, the site is asked what it has (R8)", async function (assert) {
      const site = new Site();
      const service = await openIdentity(this);

      site.fault = { stores: true, status: 502 };
      await service.changeSecret(jane.secret, NEW_SECRET);
      assert.strictEqual(site.stored.version, 2, "it had arrived");

      site.fault = { stores: false, status: 502 };
      await assert.rejects(service.changeSecret(NEW_SECRET, jane.secret));
      assert.strictEqual(site.stored.version, 2, "it had not");

      site.fault = { stores: true, status: 502, isDown: true };
      await assert.rejects(
        service.changeSecret(NEW_SECRET, jane.secret),
        (error: unknown) => error instanceof UnknownOutcomeError
      );
    });

    test("a change that had arrived although nobody knew it is no wrong secret when it is tried again (R8)", async function (assert) {
      const site = new Site();
      const service = await openIdentity(this);
      site.fault = { stores: true, status: 502, isDown: true };
      await assert.rejects(service.changeSecret(jane.secret, NEW_SECRET));
      site.recover();

      await service.changeSecret(jane.secret, NEW_SECRET);
      assert.strictEqual(site.stored.version, 2);
      await site.unlock(NEW_SECRET);
      assert.deepEqual(await service.keystore!.backup(), site.stored);
      await assert.rejects(
        service.changeSecret(jane.secret, "another secret, never stored"),
        refusal("wrong-secret")
      );
    });

    test("a reset that had arrived although nobody knew it is no stranger's when it is tried again (R8)", async function (assert) {
      const site = new Site();
      const service = await openIdentity(this);
      site.fault = { stores: true, status: 502, isDown: true };
      await assert.rejects(
        service.resetEncryption(NEW_SECRET),
        (error: unknown) => error instanceof UnknownOutcomeError
      );
      assert.strictEqual(service.identity!.card, jane.card);
      site.recover();

      await service.resetEncryption(NEW_SECRET);
      await site.unlock(NEW_SECRET);
      assert.strictEqual(service.identity!.card, site.stored.card);

      site.stored = { ...site.stored, card: people["jane2"]!.card };
      await assert.rejects(
        service.resetEncryption(NEW_SECRET),
        (error: unknown) => error instanceof OtherKeysError,
        "another's is"
      );
    });

    test("a reset that had arrived is no stranger's when it is heard of, and the new secret opens it (R8)", async function (assert) {
      const site = new Site();
      const service = await openIdentity(this);
      site.fault = { stores: true, status: 502, isDown: true };
      await assert.rejects(service.resetEncryption(NEW_SECRET));
      site.recover();

      serveIdentities(["jane"]);
      const { fingerprint } = await openCard(site.stored.card, JANE);
      const watch = service.encryptedMessagesOwnWatch;
      await watch.hear(encodeBase64url(fingerprint));
      assert.strictEqual(service.state, "locked");
      assert.true(service.replacedElsewhere);
      assert.false(watch.isAlarmed());

      await service.unlock(NEW_SECRET);
      assert.strictEqual(service.identity!.card, site.stored.card);
      assert.deepEqual(await service.keystore!.made(), [], "it is settled");
    });

    test("a reset that had arrived can be begun once more in a page that is loaded anew (R8)", async function (assert) {
      const site = new Site();
      const service = await openIdentity(this);
      site.fault = { stores: true, status: 502, isDown: true };
      await assert.rejects(service.resetEncryption("one that is forgotten"));
      site.recover();

      const next = anotherPage(this);
      await next.load();
      await next.resetEncryption(NEW_SECRET);
      await site.unlock(NEW_SECRET);
      assert.strictEqual(next.identity!.card, site.stored.card);
    });

    test("new keys that had arrived although nobody knew it are brought here by the secret when it is tried again (R35)", async function (assert) {
      const site = new Site();
      const service = await openIdentity(this);
      site.fault = { stores: true, status: 502, isDown: true };
      await assert.rejects(
        service.replaceKeys(jane.secret),
        (error: unknown) => error instanceof UnknownOutcomeError
      );
      assert.strictEqual(service.identity!.card, jane.card);
      site.recover();

      await assert.rejects(
        service.replaceKeys("not the secret"),
        refusal("wrong-secret")
      );
      const { version } = site.stored;
      await service.replaceKeys(jane.secret);
      assert.strictEqual(site.stored.version, version, "once");
      assert.strictEqual(service.identity!.card, site.stored.card);
      assert.deepEqual(await service.keystore!.backup(), site.stored);

      await service.replaceKeys(jane.secret);
      assert.strictEqual(
        site.stored.version,
        version + 1,
        "the next time there are others"
      );
    });

    test("resetting encryption makes new keys that name the old ones, and forgets here what those could open (R8, R17)", async function (assert) {
      const site = new Site();
      const service = await openIdentity(this, { device: false });
      const { keystore } = service;
      await keystore!.rememberTopic(7, "AAAAAAAAAAAAAAAAAAAAAA");
      await service.resetEncryption(NEW_SECRET);

      const card = await openCard(site.stored.card, JANE);
      assert.strictEqual(
        encodeBase64url(card.previousFingerprint!),
        people["jane"]!.fingerprint
      );
      assert.true(service.isUnlocked);
      assert.strictEqual(service.identity!.card, site.stored.card);
      assert.strictEqual((await keystore!.identity())?.card, site.stored.card);
      assert.strictEqual((await keystore!.knownTopics()).size, 0);
      assert.notStrictEqual(await site.unlock(NEW_SECRET), null);
      assert.false(site.sent.join().includes("spoons"));
    });

    test("keys are replaced by others that they vouch for: the secret and all that this device knows stay (R35)", async function (assert) {
      const site = new Site();
      const service = await openIdentity(this);
      const { keystore } = service;
      await keystore!.rememberTopic(7, "AAAAAAAAAAAAAAAAAAAAAA");
      await service.replaceKeys(jane.secret);

      const [current] = await openCardHistory(
        site.stored.card,
        [jane.card],
        JANE
      );
      assert.true(current.isVouched);
      assert.true(service.isUnlocked);
      assert.strictEqual(service.identity!.card, site.stored.card);
      assert.strictEqual((await keystore!.identity())?.card, site.stored.card);
      assert.strictEqual((await keystore!.backup())?.card, site.stored.card);
      assert.strictEqual((await keystore!.knownTopics()).size, 1);
      const elsewhere = await site.unlock(jane.secret);
      assert.deepEqual(
        elsewhere.earlierDecryptionKeys.map(({ fingerprint }) =>
          encodeBase64url(fingerprint)
        ),
        [people["jane"]!.fingerprint]
      );
      const [sent] = site.sent;
      assert.true(sent!.includes("address_book[parts][0]="), "sealed anew");
      assert.false(sent!.includes("battery"));
    });

    test("drafts come along, encrypted for the new keys; one that does not open goes (R35)", async function (assert) {
      const site = new Site();
      const service = await openIdentity(this);
      const raw = await sealDraft({
        author: service.identity!,
        conversationId: "AAAAAAAAAAAAAAAAAAAAAA",
        isNewConversation: false,
        messageId: newMessageId(),
        text: "Half of a thought",
      });
      site.drafts = {
        topic_7: { sequence: 3, texts: { reply: raw } },
        topic_8: {
          sequence: 0,
          texts: { reply: `${raw.slice(0, -8)}AAAAAAAA` },
        },
      };
      await service.replaceKeys(jane.secret);

      const { reply } = site.drafts["topic_7"]!.texts!;
      assert.notStrictEqual(reply, raw);
      const draft = await openDraft(reply!, {
        author: service.identity!,
        conversationId: "AAAAAAAAAAAAAAAAAAAAAA",
      });
      assert.strictEqual(draft.text, "Half of a thought");
      assert.strictEqual(Number(site.drafts["topic_7"]!.sequence), 3);
      assert.deepEqual(Object.keys(site.drafts["topic_8"]!), ["sequence"]);
    });

    test("nothing is replaced with a wrong secret, over keys that are not this device's, or where another device was faster (R35)", async function (assert) {
      const site = new Site();
      const service = await openIdentity(this);
      await assert.rejects(
        service.replaceKeys("not the secret"),
        refusal("wrong-secret")
      );
      const before = site.stored;
      site.stored = { ...before, card: people["jane2"]!.card };
      await assert.rejects(
        service.replaceKeys(jane.secret),
        (error: unknown) => error instanceof ConflictError
      );
      assert.deepEqual(site.sent, []);

      site.stored = before;
      const replacing = service.replaceKeys(jane.secret);
      await waitUntil(() => site.reads > 2);
      const other = { ...before, version: 2 };
      site.stored = other;
      await assert.rejects(
        replacing,
        (error: unknown) => error instanceof ConflictError
      );
      assert.strictEqual(site.stored, other);
      assert.strictEqual(service.identity!.card, jane.card);
    });

    test("resetting encryption names no card but the one that is here (H4)", async function (assert) {
      const site = new Site();
      const service = await openIdentity(this);
      site.stored = { ...site.stored, card: people["jane2"]!.card };
      await assert.rejects(
        service.resetEncryption(NEW_SECRET),
        (error: unknown) => error instanceof ConflictError
      );
      assert.deepEqual(site.sent, []);
      assert.true(service.isUnlocked);
      assert.strictEqual((await service.keystore!.identity())?.card, jane.card);
    });

    test("where the site refuses to reset encryption, the keys here stay (R8)", async function (assert) {
      const site = new Site();
      const service = await openIdentity(this);
      site.fault = { stores: false, status: 422 };
      await assert.rejects(service.resetEncryption(NEW_SECRET));

      assert.true(service.isUnlocked);
      assert.strictEqual((await service.keystore!.identity())?.card, jane.card);
    });

    test("offers no first keys where the device remembers encrypted messages, though the site knows of none (attack)", async function (assert) {
      await logInAs(getOwner(this)!, "jane", { device: false, enabled: false });
      // as where the session had ended, or the browser has lost the rest
      await openKeystore(JANE).rememberTopic(7, "AAAAAAAAAAAAAAAAAAAAAA");
      const service = getOwner(this)!.lookup(
        "service:encrypted-messages-identity"
      ) as IdentityService;
      await service.load();
      assert.strictEqual(service.state, "locked");
    });

    test("starts nothing anew for a card that the site shows instead of the device's, though it says that the device's is replaced (attack)", async function (assert) {
      const site = new Site();
      const user = await logInAs(getOwner(this)!, "jane");
      user.set("encrypted_messages_fingerprint", people["jane2"]!.fingerprint);
      site.stored = { ...site.stored, card: people["jane2"]!.card };
      const service = getOwner(this)!.lookup(
        "service:encrypted-messages-identity"
      ) as IdentityService;
      await service.load();

      await assert.rejects(
        service.resetEncryption(NEW_SECRET),
        (error: unknown) => error instanceof ConflictError
      );
      assert.strictEqual(site.sent.length, 0);

      await service.forget(); // as a log-out does
      await service.resetEncryption(NEW_SECRET);
      assert.strictEqual(site.sent.length, 1);
    });
  }
);
