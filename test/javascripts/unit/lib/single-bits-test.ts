import { module, test } from "qunit";
import {
  openBody,
  openTitle,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import {
  decodeBase64url,
  encodeBase64url,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import { openCard } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import { openDraft } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/draft";
import { ProtocolError } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/errors";
import { openGrant } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import { unlockIdentity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import { cardOf, identityOf, keysFrom } from "../../helpers/people";
import { holds } from "../../helpers/property";
import { stretchOnce } from "../../helpers/stretching";
import fc from "../../vendor/fast-check";
import {
  backups,
  bodies,
  cards,
  drafts,
  grants,
  titles,
} from "../../vendor/vectors";

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
    const { given } = grants.accepted[1]!;
    const known = {
      conversationId: given.conversation_id,
      epoch: given.epoch,
      member: await identityOf(given.member),
      granter: [await cardOf(given.granter)] as const,
      participantIds: given.participant_ids,
    };
    await refusesChangedBits(assert, given.grant, (grant) =>
      openGrant(grant, known)
    );
  });

  test("none can be changed in a body", async function (assert) {
    const { given } = bodies.accepted[0]!;
    const known = await knownOf(given);
    await refusesChangedBits(
      assert,
      given.raw.slice(MARKER.length),
      (changed) => openBody(MARKER + changed, known)
    );
  });

  test("none can be changed in a title", async function (assert) {
    const { given } = titles.accepted[0]!;
    const known = await knownOf(given);
    await refusesChangedBits(assert, given.title, (title) =>
      openTitle(title, known)
    );
  });

  test("none can be changed in a draft", async function (assert) {
    const { given } = drafts.accepted[1]!;
    const known = {
      author: await identityOf(given.author),
      conversationId: given.conversation_id,
    };
    await refusesChangedBits(
      assert,
      given.raw.slice(MARKER.length),
      (changed) => openDraft(MARKER + changed, known)
    );
  });

  async function knownOf(
    given: Omit<(typeof bodies.accepted)[0]["given"], "raw">
  ) {
    return {
      conversationId: given.conversation_id,
      keys: await keysFrom(given.conversation_id, given.epoch_keys),
      authors: await Promise.all(given.authors.map(cardOf)),
    };
  }
});
