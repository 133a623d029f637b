import { module, test } from "qunit";
import {
  openBody,
  sealBody,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import { equal as sameBytes } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import type { ConversationKey } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import {
  type ExpectedGrant,
  openGrant,
  passGrantOn,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import type { Identity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import { changeParticipants } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/participants";
import {
  newestEntry,
  type Roster,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import { cardOf, identityOf } from "../../helpers/people";
import {
  everybodysCards,
  grantee,
  reader,
  start,
  writing,
} from "../../helpers/reading";
import { refuses } from "../../helpers/refusal";

// Jane has started a conversation with Pete, who invites Mallory.
module("Unit | Lib | encrypted-messages | passing a key on", function (hooks) {
  let jane: Identity;
  let pete: Identity;
  let mallory: Identity;
  let started: Awaited<ReturnType<typeof start>>;
  /** with Mallory */
  let roster: Roster;
  /** Mallory's */
  let granted: string;

  hooks.beforeEach(async function () {
    [jane, pete, mallory] = await Promise.all([
      identityOf("jane"),
      identityOf("pete"),
      identityOf("mallory"),
    ]);
    started = await start("jane", "pete");
    const invited = await changeParticipants({
      author: pete,
      roster: started.roster,
      participants: await Promise.all(["jane", "mallory"].map(cardOf)),
      held: [await heldByPete()],
      cardsOf: everybodysCards,
      isFromBeginning: true,
    });
    roster = invited.roster;
    granted = invited.grants.get(mallory.userId)!.get(1)!;
  });

  function grantOf({ userId }: Identity): string {
    return started.grants.get(userId)!.get(1)!;
  }

  async function heldByPete(
    grant = grantOf(pete),
    key: ConversationKey = started.key
  ) {
    return { grant, expected: await grantee(started.roster, "pete"), key };
  }

  async function passOn(...held: Parameters<typeof heldByPete>) {
    return passGrantOn(
      await heldByPete(...held),
      pete,
      await cardOf("mallory"),
      newestEntry(roster).digest
    );
  }

  async function receive(
    grant: string,
    changes: Partial<ExpectedGrant> = {}
  ): Promise<ConversationKey> {
    const granter = await everybodysCards(pete.userId);
    return openGrant(
      grant,
      await grantee(roster, "mallory", { granter, ...changes })
    );
  }

  test("the invited gets the same key, and reads what was written before (R7)", async function (assert) {
    const raw = await sealBody(
      await writing("jane", started, { text: "Written before" })
    );

    const received = await receive(granted);

    assert.true(sameBytes(received.commitment, started.key.commitment));
    assert.false(received.contentKey.extractable, "as every key (R19)");
    const message = await openBody(raw, reader({ roster, key: received }));
    assert.strictEqual(message.text, "Written before");
  });

  test("the invited can invite in turn (R7)", async function (assert) {
    const granter = await everybodysCards(pete.userId);
    const second = await passGrantOn(
      {
        grant: granted,
        expected: await grantee(roster, "mallory", { granter }),
        key: started.key,
      },
      mallory,
      await cardOf("jane"),
      newestEntry(roster).digest
    );
    const received = await receive(second, {
      member: jane,
      granter: await everybodysCards(mallory.userId),
    });
    assert.true(sameBytes(received.commitment, started.key.commitment));
  });

  test("it opens for the invited alone, and as its inviter's", async function (assert) {
    await refuses(
      assert,
      () => receive(granted, { member: jane }),
      "wrong-user"
    );
    await refuses(
      assert,
      async () =>
        receive(granted, { granter: await everybodysCards(jane.userId) }),
      "wrong-fingerprint"
    );
    const other = await start("jane", "pete");
    await refuses(
      assert,
      () => receive(granted, { roster: other.roster }),
      "wrong-conversation"
    );
    await refuses(
      assert,
      () => receive(granted, { roster: started.roster }),
      "unknown-entry",
      "before the entry that lists the invited is known"
    );
  });

  test("a grant under an entry that does not list both is refused", async function (assert) {
    const before = newestEntry(started.roster);
    const grant = await passGrantOn(
      await heldByPete(),
      pete,
      await cardOf("mallory"),
      before.digest
    );
    await refuses(assert, () => receive(grant), "wrong-participant", "invited");

    const alone = await changeParticipants({
      author: jane,
      roster,
      participants: [await cardOf("mallory")],
      held: [],
      cardsOf: everybodysCards,
      isFromBeginning: false,
    });
    const late = await passGrantOn(
      await heldByPete(),
      pete,
      await cardOf("mallory"),
      newestEntry(alone.roster).digest
    );
    await refuses(
      assert,
      () => receive(late, { roster: alone.roster }),
      "wrong-participant",
      "granter"
    );
  });

  test("only what verifies for the inviter is passed on (R7)", async function (assert) {
    const { key } = await start("jane", "pete");
    await refuses(
      assert,
      () => passOn(grantOf(pete), key),
      "key-conflict",
      "another key than the one Pete reads with"
    );
    await refuses(
      assert,
      () => passOn(grantOf(jane)),
      "wrong-user",
      "somebody else's grant"
    );
    const forged = await start("mallory", "pete");
    await refuses(
      assert,
      () => passOn(forged.grants.get(pete.userId)!.get(1)),
      "wrong-conversation",
      "a grant by somebody who takes no part"
    );
  });

  test("no key bytes are handed to JavaScript meanwhile (R19)", async function (assert) {
    const exported: string[] = [];
    const { exportKey, decrypt } = crypto.subtle;
    crypto.subtle.exportKey = function (this: SubtleCrypto, ...args) {
      exported.push(`exportKey of ${args[1].type}`);
      return Reflect.apply(exportKey, this, args);
    } as typeof exportKey;
    crypto.subtle.decrypt = function (this: SubtleCrypto, ...args) {
      exported.push("decrypt");
      return Reflect.apply(decrypt, this, args);
    };
    try {
      await passOn();
    } finally {
      crypto.subtle.exportKey = exportKey;
      crypto.subtle.decrypt = decrypt;
    }
    assert.deepEqual(
      exported.filter((call) => call !== "exportKey of public"),
      []
    );
  });
});
