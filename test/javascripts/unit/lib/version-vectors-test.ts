import { module, test } from "qunit";
import { decodeBase64url } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import { compareWithLedger } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/ledger";
import {
  readBodyHistory,
  type Version,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/reading";
import { useKeystore } from "../../helpers/keystore";
import { cardOf, keysFrom } from "../../helpers/people";
import { plainMessage } from "../../helpers/plain-message";
import { refuses } from "../../helpers/refusal";
import { sightings, versions } from "../../vendor/vectors";

const POST = 17;

module(
  "Unit | Lib | encrypted-messages | vectors of versions",
  function (hooks) {
    const keystore = useKeystore(hooks);

    async function read(given: (typeof versions.accepted)[0]["given"]) {
      for (const { message_id, revision, digest, is_here } of given.known) {
        await keystore.recordSighting(message_id, {
          place: is_here ? `post:${POST}` : "post:18",
          revision,
          digest: decodeBase64url(digest),
        });
      }
      const { previous, current } = given;
      return readBodyHistory(
        { previous, current },
        {
          conversationId: given.conversation_id,
          keys: await keysFrom(given.conversation_id, given.epoch_keys),
          authors: await Promise.all(given.authors.map(cardOf)),
          keystore,
          postId: POST,
        }
      );
    }

    function plain(version: Version | null): unknown {
      return version && "message" in version
        ? plainMessage(version.message)
        : version;
    }

    for (const { name, given, gives } of versions.accepted) {
      test(`versions: ${name} (R9)`, async function (assert) {
        const { previous, current } = await read(given);
        assert.deepEqual(plain(previous), gives.previous);
        assert.deepEqual(plain(current), gives.current);
      });
    }

    for (const { name, given, version, shown, cause } of versions.refused) {
      test(`versions that must be refused: ${name} (R9)`, async function (assert) {
        const history = await read(given);
        const other = version === "current" ? "previous" : "current";
        assert.deepEqual(plain(history[version]), { reason: cause });
        assert.deepEqual(plain(history[other]), shown);
      });
    }

    function compare({
      seen,
      known,
      message_at_place,
    }: (typeof sightings.accepted)[0]["given"]) {
      return compareWithLedger(
        {
          messageId: seen.message_id,
          ...seen,
          digest: decodeBase64url(seen.digest),
        },
        known && { ...known, digest: decodeBase64url(known.digest) },
        message_at_place
      );
    }

    for (const { name, given, gives } of sightings.accepted) {
      test(`sighting: ${name} (R20)`, function (assert) {
        assert.strictEqual(compare(given), gives.standing);
      });
    }

    test("sightings that must be refused (R20)", async function (assert) {
      for (const { name, given, cause } of sightings.refused) {
        await refuses(assert, () => compare(given), cause, name);
      }
    });
  }
);
