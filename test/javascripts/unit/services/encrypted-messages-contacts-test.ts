import { getOwner } from "@ember/owner";
import { settled } from "@ember/test-helpers";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import { FullContacts } from "discourse/plugins/discourse-encrypted-messages/discourse/compose/status-after";
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
import { userIdOf } from "../../helpers/members";
import { cardOf } from "../../helpers/people";
import { people } from "../../vendor/vectors";

const JANE = userIdOf("jane");
const PETE = userIdOf("pete");

module("Unit | Service | encrypted-messages-contacts", function (hooks) {
  setupTest(hooks);

  setupContacts(hooks);

  test("whoever is written to is remembered, on all devices, and not written twice", async function (this: ContactsContext, assert) {
    const card = await cardOf("pete");
    this.contacts.see({ card, username: "pete" });
    await this.contacts.remember([card]);
    await this.contacts.remember([card]);

    assert.deepEqual(this.site.writes, [["0", `${1 + (PETE % 32)}`]]);
    const stored = (await this.site.read()).contacts.get(PETE)!;
    assert.deepEqual(stored, { ...(await pete("seen")), name: "pete" });
    assert.deepEqual(this.contacts.contactOf(PETE), stored);
    assert.strictEqual(this.user.encrypted_messages_address_book, 2);
    const kept = await openKeystore(JANE).addressBook();
    assert.strictEqual(kept!.version, 2);
  });

  test("whoever is met in reading is remembered too, together, and in the place of no other", async function (this: ContactsContext, assert) {
    const card = await cardOf("pete");
    const mallory = await cardOf("mallory");
    this.contacts.meet([card, await cardOf("jane")]);
    this.contacts.meet([mallory, await cardOf("pete2")]);
    await settled();
    assert.strictEqual(this.site.writes.length, 1);
    const { contacts } = await this.site.read();
    assert.deepEqual(contacts.get(PETE)!.fingerprint, card.fingerprint);
    assert.strictEqual(contacts.size, 2);

    this.contacts.meet([await cardOf("pete2")]);
    await settled();
    assert.strictEqual(this.site.writes.length, 1);
  });

  test("not even of who is known by then alone: a number is compared while they are met with other keys (attack)", async function (this: ContactsContext, assert) {
    const card = await cardOf("pete");
    await this.contacts.load();
    const verified = this.contacts.verify({ card, username: "pete" });
    this.contacts.meet([await cardOf("pete2")]);
    await verified;
    await settled();
    const { fingerprint, standing } = this.contacts.contactOf(PETE)!;
    assert.deepEqual(fingerprint, card.fingerprint);
    assert.strictEqual(standing, "verified");
  });

  test("what the site calls somebody does not spoil the address book (attack)", async function (this: ContactsContext, assert) {
    const mallory = await cardOf("mallory");
    for (const username of ["x".repeat(241), "\ud800", "✅ pete"]) {
      this.contacts.see({ card: await cardOf("pete"), username });
      this.contacts.see({ card: mallory, username });
      this.contacts.meet([await cardOf("pete")]);
      await settled();
      await this.contacts.confirm([{ card: mallory, username }]);
    }
    const { contacts } = await this.site.read();
    assert.deepEqual(contacts.get(PETE), await pete("seen"));
    assert.strictEqual(contacts.get(mallory.userId)!.name, "");
  });

  /** Invented members whose ids are in Pete's shard. */
  function inPetesShard(count: number): Contact[] {
    return Array.from({ length: count }, (_, at) => ({
      userId: PETE + 32 * (at + 1),
      fingerprint: new Uint8Array(32).fill(at),
      publication: 0,
      standing: "seen",
      name: "",
    }));
  }

  test("rosters of invented members fill no shard, nor keep those of others from being remembered (attack)", async function (this: ContactsContext, assert) {
    const mallory = await cardOf("mallory");
    this.contacts.meet([...inPetesShard(150), mallory]);
    await settled();
    let { contacts } = await this.site.read();
    assert.strictEqual(contacts.size, 128 + 1);
    assert.true(contacts.has(mallory.userId));

    await this.contacts.remember([await cardOf("pete")]);
    ({ contacts } = await this.site.read());
    assert.true(contacts.has(PETE), "who is written to");
  });

  test("whoever is written to while their shard is full is refused for that alone, and nothing is stored", async function (this: ContactsContext, assert) {
    const others = inPetesShard(192);
    await this.site.write(...others);
    const card = await cardOf("pete");
    await assert.rejects(
      this.contacts.remember([card]),
      (error: unknown) => error instanceof FullContacts
    );
    assert.deepEqual(this.site.writes, []);
    await this.contacts.remember(others.slice(0, 1));
    await this.contacts.unverify(others[0]!.userId);
    assert.strictEqual(this.site.writes.length, 1, "the others are known");
  });

  test("the member is in nobody's address book as themselves", async function (this: ContactsContext, assert) {
    await this.contacts.remember([await cardOf("jane")]);
    assert.deepEqual(this.site.writes, []);
  });

  test("other keys are a change, vouched ones are not, and earlier ones are again", async function (this: ContactsContext, assert) {
    await this.contacts.load();
    const first = await openCardHistory(people.pete!.card, [], PETE);
    const rotated = await openCardHistory(
      people.pete2!.card,
      [people.pete!.card],
      PETE
    );
    const unknown = await openCardHistory(people.pete2!.card, [], PETE);
    assert.strictEqual(this.contacts.judge(first), "new");
    await this.contacts.verify({ card: first[0], username: "pete" });
    assert.strictEqual(this.contacts.judge(first), "known");
    assert.strictEqual(this.contacts.judge(unknown), "changed");
    assert.strictEqual(this.contacts.judge(rotated), "vouched");

    await this.contacts.remember([rotated[0]]);
    const { standing } = this.contacts.contactOf(PETE)!;
    assert.strictEqual(standing, "verified-before");
    assert.strictEqual(this.contacts.judge(rotated), "known");
    assert.strictEqual(this.contacts.judge(first), "changed");
  });

  test("whom the page alone has met is known by it, too", async function (this: ContactsContext, assert) {
    await this.contacts.load();
    const met = await cardOf("pete2");
    this.contacts.see({ card: met, username: "pete" });
    this.contacts.see({ card: await cardOf("pete"), username: "pete" });
    const first = await openCardHistory(people.pete!.card, [], PETE);
    assert.strictEqual(this.contacts.judge(first), "changed");
    assert.deepEqual(this.site.writes, []);
  });

  test("what was decided stays, and can be taken back", async function (this: ContactsContext, assert) {
    const card = await cardOf("pete");
    const member = { card, username: "pete" };
    const standing = () => this.contacts.contactOf(PETE)!.standing;
    await this.contacts.confirm([member]);
    assert.strictEqual(standing(), "confirmed");
    await this.contacts.verify(member);
    await this.contacts.confirm([member]);
    assert.strictEqual(standing(), "verified", "consent says less");
    await this.contacts.unverify(PETE);
    assert.strictEqual(standing(), "confirmed");
    // other keys that the member agrees to were never compared
    await this.contacts.verify(member);
    const another = { card: await cardOf("pete2"), username: "pete" };
    await this.contacts.confirm([another]);
    assert.strictEqual(standing(), "confirmed");
  });

  test("of two devices that write at once neither loses anything", async function (this: ContactsContext, assert) {
    await this.contacts.load();
    await this.site.write(await pete("confirmed"), {
      ...(await pete("seen")),
      userId: 900,
    });
    const mallory = await cardOf("mallory");
    await this.contacts.verify({ card: mallory, username: "mallory" });

    const { contacts, version } = await this.site.read();
    assert.strictEqual(version, 3);
    assert.deepEqual(
      [...contacts.values()].map(({ userId, standing }) => [userId, standing]),
      [
        [PETE, "confirmed"],
        [900, "seen"],
        [mallory.userId, "verified"],
      ].sort((a, b) => (Number(a[0]) % 32) - (Number(b[0]) % 32))
    );
  });

  test("a write whose answer was lost is not written again", async function (this: ContactsContext, assert) {
    const card = await cardOf("pete");
    this.site.fault = { status: 502, stores: true };
    await assert.rejects(this.contacts.remember([card]));
    this.site.fault = null;
    await this.contacts.remember([card]);
    assert.strictEqual(this.site.version, 2);
    assert.strictEqual(this.contacts.contactOf(PETE)!.standing, "seen");
  });
});
