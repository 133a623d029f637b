import { module, test } from "qunit";
import {
  openBody,
  openTitle,
  sealBody,
  sealTitle,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import {
  decodeBase64url,
  encodeBase64url,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import { openCard } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import { newMessageId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import {
  openDraft,
  sealDraft,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/draft";
import { ProtocolError } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/errors";
import { openGrant } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import { unlockIdentity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import { extendRoster } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import { identityOf } from "../../helpers/people";
import { holds } from "../../helpers/property";
import {
  everybodysCards,
  grantee,
  named,
  reader,
  start,
  writing,
} from "../../helpers/reading";
import { stretchOnce } from "../../helpers/stretching";
import fc from "../../vendor/fast-check";
import { backups, cards } from "../../vendor/vectors";

const MARKER = "encrypted-message:v1:";

module("Unit | Lib | encrypted-messages | single bits", function (hooks) {
  stretchOnce(hooks);

  /** Opens `encoded` with bits changed, one at a time: the first and last, and others at random. */
  async function refusesChangedBits(
    assert: Assert,
    encoded: string,
    open: (changed: string) => Promise<unknown>,
    { numRuns = 1000, edge = 64 } = {}
  ) {
    const original = decodeBase64url(encoded);
    const bits = original.length * 8;
    await holds(
      assert,
      fc.asyncProperty(fc.integer({ min: 0, max: bits - 1 }), async (bit) => {
        const changed = original.slice();
        const at = Math.floor(bit / 8);
        const mask = 2 ** (bit % 8);
        const isSet = Math.floor(changed[at]! / mask) % 2 === 1;
        changed[at]! += isSet ? -mask : mask;
        try {
          await open(encodeBase64url(changed));
          return false;
        } catch (error) {
          return error instanceof ProtocolError;
        }
      }),
      {
        numRuns,
        examples: Array.from({ length: edge }, (_, i) => [
          [i],
          [bits - 1 - i],
        ]).flat() as [number][],
      }
    );
  }

  test("none can be changed in a card", async function (assert) {
    const { given } = cards.accepted[0]!;
    await refusesChangedBits(assert, given.card, (card) =>
      openCard(card, given.user_id)
    );
  });

  test("none can be changed in a backup", async function (assert) {
    assert.timeout(60_000);
    const { given } = backups.accepted[0]!;
    await refusesChangedBits(
      assert,
      given.backup,
      (backup) =>
        unlockIdentity({
          userId: given.user_id,
          card: given.card,
          backup,
          secret: given.secret,
        }),
      { numRuns: 60, edge: 8 } // where the salt is changed it is stretched again
    );
  });

  test("none can be changed in a grant", async function (assert) {
    const { roster, grants } = await start("jane", "pete");
    const known = await grantee(roster, "pete");
    await refusesChangedBits(
      assert,
      grants.get(known.member.userId)!.get(1)!,
      (grant) => openGrant(grant, known)
    );
  });

  test("none can be changed in a roster entry", async function (assert) {
    const { roster } = await start("jane", "pete");
    const { conversationId, entries } = roster;
    await refusesChangedBits(assert, entries[0]!.encoded, (entry) =>
      extendRoster(null, conversationId, [entry], everybodysCards)
    );
  });

  test("none can be changed in a body", async function (assert) {
    const started = await start("jane", "pete");
    const known = reader(started);
    const latestRead = named(3);
    const raw = await sealBody(
      await writing("jane", started, { text: "yes", title: "A", latestRead })
    );
    await refusesChangedBits(assert, raw.slice(MARKER.length), (changed) =>
      openBody(MARKER + changed, known)
    );
  });

  test("none can be changed in a title", async function (assert) {
    const started = await start("jane", "pete");
    const known = reader(started);
    const title = await sealTitle(
      await writing("pete", started, { text: "A title" })
    );
    await refusesChangedBits(assert, title, (changed) =>
      openTitle(changed, known)
    );
  });

  test("none can be changed in a draft", async function (assert) {
    const author = await identityOf("jane");
    const conversationId = newMessageId();
    const raw = await sealDraft({
      author,
      conversationId,
      isNewConversation: false,
      messageId: newMessageId(),
      text: "yes",
    });
    await refusesChangedBits(assert, raw.slice(MARKER.length), (changed) =>
      openDraft(MARKER + changed, { author, conversationId })
    );
  });
});
