import { getOwner } from "@ember/owner";
import { settled } from "@ember/test-helpers";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import type AddressBookService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-address-book";
import type ContactsService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-contacts";
import type IdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-identity";
import type {
  Contact,
  ContactStanding,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/address-book";
import { openCardHistory } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import type { CurrentUser } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import {
  type ContactsContext,
  pete,
  setupContacts,
} from "../../helpers/contacts";
import { json, serveAddressBook, userIdOf } from "../../helpers/members";
import { cardOf } from "../../helpers/people";
import { backups, people } from "../../vendor/vectors";

const JANE = userIdOf("jane");
const PETE = userIdOf("pete");

module("Unit | Service | encrypted-messages-address-book", function (hooks) {
  setupTest(hooks);

  setupContacts(hooks);

  /** The same page, loaded anew. */
  function nextPage(context: ContactsContext): AddressBookService {
    return getOwner(context)!
      .factoryFor("service:encrypted-messages-address-book")!
      .create() as unknown as AddressBookService;
  }

  test("the next page reads what the device has kept, where the site has nothing newer", async function (this: ContactsContext, assert) {
    await this.contacts.remember([await cardOf("pete")]);
    const reads = this.site.reads.length;
    await nextPage(this).load();
    assert.strictEqual(this.site.reads.length, reads);

    await this.site.write(await pete("verified"));
    this.user.set("encrypted_messages_address_book", this.site.version);
    const book = nextPage(this);
    await book.load();
    assert.strictEqual(book.contacts!.get(PETE)!.standing, "verified");
    assert.strictEqual(this.site.reads.at(-1), 2, "what is new is asked for");
  });

  test("an earlier state is no news (attack)", async function (this: ContactsContext, assert) {
    await this.book.load();
    const parts = new Map(this.site.parts);
    await this.contacts.remember([await cardOf("pete")]);

    this.site.parts = parts;
    this.site.version = 1;
    this.user.set("encrypted_messages_address_book", 1);
    const book = nextPage(this);
    await assert.rejects(book.load(), (error: Error) =>
      /LostContacts/.test(error.constructor.name)
    );
    assert.strictEqual(book.problem, "older");
    assert.strictEqual(book.contacts, null);
  });

  test("nor is another state under the same version, or one that does not verify (attack)", async function (this: ContactsContext, assert) {
    await this.contacts.remember([await cardOf("pete")]);
    const parts = new Map(this.site.parts);
    this.site.version = 1;
    await this.site.write(await pete("verified"));
    this.site.parts.forEach((part) => (part.version = 99)); // given unasked
    this.user.set("encrypted_messages_address_book", 3);
    let book = nextPage(this);
    await assert.rejects(book.load());
    assert.strictEqual(book.problem, "older");

    this.site.parts = parts;
    this.site.version = 3;
    book = nextPage(this);
    await assert.rejects(book.load());
    assert.strictEqual(book.problem, "lost", "its root says otherwise");
  });

  test("nor is an earlier state that comes only when all is asked for anew (attack)", async function (this: ContactsContext, assert) {
    await this.book.load();
    const parts = new Map(this.site.parts);
    await this.contacts.remember([await cardOf("pete")]);

    this.site.parts = parts;
    this.site.version = 1;
    // what is said to be new does not fit what is kept
    this.site.saysSince = { version: 3, parts: {} };
    this.user.set("encrypted_messages_address_book", 3);
    const book = nextPage(this);
    await assert.rejects(book.load(), (error: Error) =>
      /LostContacts/.test(error.constructor.name)
    );
    assert.strictEqual(book.problem, "older");
    assert.true(book.canPutBack);
    assert.strictEqual(book.contacts, null);
  });

  test("what is withheld is missed, on a new device too (attack)", async function (this: ContactsContext, assert) {
    this.site.fault = { status: 404 };
    await assert.rejects(this.book.load());
    assert.strictEqual(this.book.problem, "lost");
    this.site.fault = { status: 502 };
    const book = nextPage(this);
    await assert.rejects(book.load());
    assert.strictEqual(book.problem, null, "no verdict on a failure");
    this.site.fault = null;
    await book.load();
  });

  test("what other keys of the member's have written is not lost, before the page has heard of these", async function (this: ContactsContext, assert) {
    await this.book.load();
    serveAddressBook("jane2").version = 5;
    const { card } = people["jane2"]!;
    const { backup } = backups.accepted[0]!.given;
    pretender.get("/encrypted-messages/identity.json", () =>
      json(200, { card, backup, version: 2 })
    );
    this.user.set("encrypted_messages_address_book", 5);
    const book = nextPage(this);
    await assert.rejects(
      book.load(),
      ({ reason }: { reason?: string }) => reason === "no-key"
    );
    assert.strictEqual(book.problem, null);
  });

  test("a device puts back what it has seen, and decisions stay", async function (this: ContactsContext, assert) {
    await this.book.load();
    const parts = new Map(this.site.parts);
    const card = await cardOf("pete");
    await this.contacts.verify({ card, username: "pete" });
    this.site.parts = parts;
    this.site.version = 1;
    this.user.set("encrypted_messages_address_book", 1);

    const book = nextPage(this);
    await assert.rejects(book.load());
    assert.true(book.canPutBack);
    await book.putBack();
    assert.strictEqual(book.problem, null);
    assert.strictEqual(book.contacts!.get(PETE)!.standing, "verified");
    const stored = await this.site.read();
    assert.strictEqual(stored.version, 3, "above all that were seen");
    assert.strictEqual(stored.contacts.get(PETE)!.standing, "verified");
  });

  test("so it does where the site has none any more", async function (this: ContactsContext, assert) {
    const card = await cardOf("pete");
    await this.contacts.verify({ card, username: "pete" });
    this.site.lose();
    this.user.set("encrypted_messages_address_book", null);

    const book = nextPage(this);
    await assert.rejects(book.load());
    assert.strictEqual(book.problem, "lost");
    await book.putBack();
    assert.strictEqual(book.problem, null);
    const stored = await this.site.read();
    assert.strictEqual(stored.contacts.get(PETE)!.standing, "verified");
  });

  test("beginning anew knows nobody, under a version above", async function (this: ContactsContext, assert) {
    const card = await cardOf("pete");
    await this.contacts.verify({ card, username: "pete" });
    this.site.lose();
    await openKeystore(JANE).saveAddressBook({
      version: 9,
      parts: new Map([[0, "damaged"]]),
    });
    const book = nextPage(this);
    await assert.rejects(book.load());
    assert.false(book.canPutBack);
    await book.beginAnew();
    const stored = await this.site.read();
    assert.strictEqual(stored.version, 10);
    assert.strictEqual(stored.contacts.size, 0);
    assert.strictEqual(book.contacts!.size, 0);
  });
});
