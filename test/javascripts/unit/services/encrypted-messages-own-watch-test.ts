import { getOwner } from "@ember/owner";
import { settled } from "@ember/test-helpers";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { OtherOwnKeys } from "discourse/plugins/discourse-encrypted-messages/discourse/compose/status-after";
import type BackupService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-backup";
import type DirectoryService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-directory";
import type IdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-identity";
import type KeyringService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-keyring";
import type OwnWatchService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-own-watch";
import { encodeBase64url } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import {
  openCard,
  sealCard,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import { createIdentity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import {
  generateEncryptionKeyPair,
  generateSigningKeyPair,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/webcrypto";
import type KeptService from "discourse/plugins/discourse-encrypted-messages/discourse/services/encrypted-messages-kept";
import type { CurrentUser } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { Conversation } from "../../helpers/conversation";
import { makeRsaKeysOnce } from "../../helpers/key-pairs";
import { clearDevices, json, logInAs, userIdOf } from "../../helpers/members";
import { newMessage } from "../../helpers/new-message";
import { JANE, jane, Site } from "../../helpers/own-keys";
import { identityOf } from "../../helpers/people";
import { serveRosters } from "../../helpers/roster-site";
import { servedTopic, serviceOf } from "../../helpers/served-topic";
import { people } from "../../vendor/vectors";

interface Shown {
  card: string;
  earlier_cards?: string[];
}

const PETE = { user_id: userIdOf("pete"), card: people["pete"]!.card };

interface Context {
  user: CurrentUser;
  site: Site;
  identity: IdentityService;
  watch: OwnWatchService;
}

/** What the site shows as Jane's since she reset her encryption, or a liar in her place. */
const OTHERS: Shown = {
  card: people["jane2"]!.card,
  earlier_cards: [jane.card],
};

module("Unit | Service | encrypted-messages-own-watch", function (hooks) {
  setupTest(hooks);
  makeRsaKeysOnce(hooks);
  hooks.afterEach(clearDevices);
  hooks.beforeEach(async function (this: Context) {
    this.user = await logInAs(getOwner(this)!, "jane");
    this.site = new Site();
    this.identity = lookup<IdentityService>(this, "identity");
    this.watch = lookup<OwnWatchService>(this, "own-watch");
    show({ card: jane.card });
  });

  function lookup<T>(context: object, name: string): T {
    return serviceOf<T>(getOwner(context)!, name);
  }

  /** @returns the look-ups as they come */
  function show(shown: Shown | null): string[] {
    const asked: string[] = [];
    pretender.get("/encrypted-messages/identities.json", (request) => {
      asked.push((request as unknown as { url: string }).url);
      return shown
        ? json(200, {
            identities: [
              { user_id: JANE, username: "jane", ...shown },
              { ...PETE, username: "pete" },
            ],
            missing: [],
          })
        : json(502, {});
    });
    return asked;
  }

  async function fingerprintOf({ card }: Shown): Promise<string> {
    return encodeBase64url((await openCard(card, JANE)).fingerprint);
  }

  /** New keys of Jane's that those on this device have vouched for. */
  async function vouched(): Promise<Shown> {
    const { fingerprint, signingKey } = await identityOf("jane");
    const [encryption, signing] = await Promise.all([
      generateEncryptionKeyPair(),
      generateSigningKeyPair(),
    ]);
    const card = await sealCard({
      userId: JANE,
      encryptionKey: encryption.publicKey,
      verificationKey: signing.publicKey,
      signingKey: signing.privateKey,
      createdAt: 1,
      vouchedBy: { fingerprint, signingKey },
    });
    return { card, earlier_cards: [jane.card] };
  }

  /** Each way by which other keys than the device's can come to a page as the member's. */
  const WAYS: Record<
    string,
    (context: Context, shown: Shown) => Promise<void>
  > = {
    "with the page": async ({ user, identity }, shown) => {
      user.set("encrypted_messages_fingerprint", await fingerprintOf(shown));
      await identity.load();
    },
    "on the message bus": async (context, shown) => {
      await context.identity.load();
      const kept = lookup<KeptService>(context, "kept");
      await kept.start();
      const bus = kept.messageBus as unknown as {
        callbacks: { channel: string; func: (data: object) => void }[];
      };
      const channel = `/encrypted-messages/identity/${JANE}`;
      const fingerprint = await fingerprintOf(shown);
      bus.callbacks
        .filter((each) => each.channel === channel)
        .forEach(({ func }) => func({ fingerprint }));
    },
    "by a look-up by number": async (context, shown) => {
      await context.identity.load();
      show(shown);
      const directory = lookup<DirectoryService>(context, "directory");
      await directory.shownHistoryOf(JANE);
    },
    "by a look-up by name": async (context, shown) => {
      await context.identity.load();
      show(shown);
      const directory = lookup<DirectoryService>(context, "directory");
      await directory.membersNamed(["pete"]);
    },
    "in the place of what the site keeps": async (context, { card }) => {
      await context.identity.load();
      context.site.stored = { ...context.site.stored, card, version: 2 };
      await context.identity.lookAgain();
    },
  };

  for (const [way, tell] of Object.entries(WAYS)) {
    test(`other keys as one's own, ${way}: an alarm, nothing is sent, and what is here is read on (attack)`, async function (this: Context, assert) {
      show(OTHERS);
      await tell(this, OTHERS);
      await settled();

      assert.true(this.watch.isAlarmed());
      assert.true(this.identity.isUnlocked, "reading goes on");
      await assert.rejects(
        this.watch.ensureOwn(),
        (error: unknown) => error instanceof OtherOwnKeys
      );
    });

    test(`new keys that the device's have vouched for, ${way}: it asks for the secret`, async function (this: Context, assert) {
      const shown = await vouched();
      show(shown);
      await tell(this, shown);
      await settled();

      assert.false(this.watch.isAlarmed());
      assert.strictEqual(this.identity.state, "locked");
      assert.true(this.identity.replacedElsewhere);
      assert.strictEqual(this.identity.identity, null);
    });
  }

  for (const [way, tell] of Object.entries(WAYS)) {
    test(`new keys that were made here, of which nobody heard whether the site has them, ${way}: it asks for the secret`, async function (this: Context, assert) {
      const secret = "seven wooden spoons in a drawer";
      const { card } = await createIdentity({ userId: JANE, secret });
      const shown = { card, earlier_cards: [jane.card] };
      await openKeystore(JANE).rememberMade(card);
      show(shown);
      await tell(this, shown);
      await settled();

      assert.false(this.watch.isAlarmed());
      assert.strictEqual(this.identity.state, "locked");
      assert.true(this.identity.replacedElsewhere);
    });
  }

  test("any others are an alarm, though there were such (attack)", async function (this: Context, assert) {
    const secret = "seven wooden spoons in a drawer";
    const { card } = await createIdentity({ userId: JANE, secret });
    await openKeystore(JANE).rememberMade(card);
    show(OTHERS);
    await WAYS["with the page"]!(this, OTHERS);
    assert.true(this.watch.isAlarmed());
    assert.true(this.identity.isUnlocked);
  });

  test("a vouch that the site only claims is none (attack)", async function (this: Context, assert) {
    const shown = { ...(await vouched()), earlier_cards: [] };
    show(shown);
    await WAYS["with the page"]!(this, shown);
    assert.true(this.watch.isAlarmed());
  });

  test("the own keys, and those before them, are no news", async function (this: Context, assert) {
    const asked = show({ card: jane.card });
    this.user.set(
      "encrypted_messages_fingerprint",
      people["jane"]!.fingerprint
    );
    await this.identity.load();
    await this.watch.hear(people["jane"]!.fingerprint);
    await this.watch.hearOfCard(jane.card);
    assert.deepEqual(asked, []);
    await this.watch.ensureOwn();
    assert.true(this.identity.isUnlocked);
  });

  test("what cannot be found out is asked for again before anything is sent, and is no alarm", async function (this: Context, assert) {
    await this.identity.load();
    show(null);
    await this.watch.hear(await fingerprintOf(OTHERS));
    assert.false(this.watch.isAlarmed());
    assert.true(this.identity.isUnlocked);
    await assert.rejects(
      this.watch.ensureOwn(),
      (error: unknown) => !(error instanceof OtherOwnKeys)
    );

    show(OTHERS);
    await assert.rejects(
      this.watch.ensureOwn(),
      (error: unknown) => error instanceof OtherOwnKeys
    );
    assert.true(this.watch.isAlarmed());
  });

  test("an alarm outlasts the site's taking it back, what was said of it, and the same keys coming again (attack)", async function (this: Context, assert) {
    await this.identity.load();
    show(OTHERS);
    await this.watch.hear(await fingerprintOf(OTHERS));
    this.watch.deny();
    show({ card: jane.card });
    await this.watch.hear(people["jane"]!.fingerprint);
    await this.identity.unlock(jane.secret);
    assert.true(this.watch.isAlarmed());
    assert.true(this.watch.isDenied);
  });

  test("who has reset their encryption elsewhere enters the new secret, and goes on with the new keys", async function (this: Context, assert) {
    await this.identity.load();
    const secret = "seven wooden spoons in a drawer";
    const { card, backup } = await createIdentity({ userId: JANE, secret });
    this.site.stored = { card, backup, version: 2 };
    show({ card });
    await this.watch.hear(await fingerprintOf({ card }));
    assert.true(this.watch.isAlarmed());

    await this.identity.unlock(secret);
    assert.false(this.watch.isAlarmed());
    assert.false(this.watch.isDenied);
    await this.watch.ensureOwn();
    assert.strictEqual((await this.identity.keystore!.identity())?.card, card);
  });

  test("of what a conversation's roster names the member learns there (attack)", async function (this: Context, assert) {
    await this.identity.load();
    const conversation = await Conversation.start();
    await conversation.change("pete", ["jane2", "pete"], {
      isFromBeginning: false,
    });
    serveRosters([conversation]);
    const keyring = lookup<KeyringService>(this, "keyring");
    await assert.rejects(
      keyring.standing(servedTopic(conversation, "jane")),
      (error: unknown) => error instanceof OtherOwnKeys
    );
    assert.true(this.watch.isAlarmed(conversation.id));
    assert.false(this.watch.isAlarmed(), "anybody could write that");

    show(OTHERS);
    await this.watch.hear(await fingerprintOf(OTHERS));
    assert.true(this.watch.isAlarmed(), "the site shows them, too");
  });

  test("an older identity is not unlocked in the place of newer keys (attack)", async function (this: Context, assert) {
    await this.identity.load();
    const newer = { ...(await identityOf("jane2")) };
    await this.identity.keystore!.saveIdentity(newer);
    await assert.rejects(
      this.identity.unlock(jane.secret),
      (error: unknown) => error instanceof OtherOwnKeys
    );
    assert.strictEqual(
      (await this.identity.keystore!.identity())?.card,
      newer.card
    );
  });

  test("no message is made ready meanwhile", async function (this: Context, assert) {
    const message = await newMessage(getOwner(this)!, "jane", "pete");
    await message.choice.tick(message.model);
    message.composer.edit(message.model, {
      title: "A title",
      body: "A longer body",
    });
    await settled();
    show(OTHERS);
    await this.watch.hear(await fingerprintOf(OTHERS));

    await assert.rejects(message.sender.prepareToSend(message.model));
    assert.false(String(message.model.reply).includes("longer"));
  });

  test("a look at what the site keeps, for another reason, is compared as well (attack)", async function (this: Context, assert) {
    await this.identity.load();
    await this.identity.keystore!.saveBackup({ ...this.site.stored });
    this.site.stored = { ...this.site.stored, ...OTHERS, version: 2 };
    show(OTHERS);
    const backup = lookup<BackupService>(this, "backup");
    await backup.check(this.identity.keystore!, jane.card);
    await settled();
    assert.true(this.watch.isAlarmed());
  });
});
