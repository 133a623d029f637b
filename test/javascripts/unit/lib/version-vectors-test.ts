import { module, test } from "qunit";
import { decodeBase64url } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import {
  compareWithLedger,
  type LedgerEntry,
  withNamed,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/ledger";
import {
  readBodyHistory,
  type Version,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/reading";
import { Kind } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import { useKeystore } from "../../helpers/keystore";
import { plainMessage } from "../../helpers/plain-message";
import { refuses } from "../../helpers/refusal";
import { knownOf, rosterNamed } from "../../helpers/vectors";
import { sightings, versions } from "../../vendor/vectors";

const POST = 17;
/** The id of a message that names others. */
const ANOTHER = "f39_f39_f39_f39_f39_fw";

module(
  "Unit | Lib | encrypted-messages | vectors of versions",
  function (hooks) {
    const keystore = useKeystore(hooks);

    async function read(given: (typeof versions.accepted)[0]["given"]) {
      const { conversationId } = await rosterNamed(given.roster);
      for (const known of given.known) {
        const half = decodeBase64url(known.digest);
        const { message_id: messageId, revision } = known;
        const kind = Kind.body;
        const named = { kind, conversationId, messageId, revision, half };
        const another = { ...named, messageId: ANOTHER, place: "post:19" };
        if (known.place === null) {
          await keystore.recordSighting(another, [named]);
        } else {
          const place = known.place === "here" ? `post:${POST}` : "post:18";
          await keystore.recordSighting({ ...named, place }, []);
        }
        if (known.is_forked) {
          const forked = { ...named, half: new Uint8Array(16) };
          await keystore.recordSighting(another, [forked]);
        }
      }
      const { previous, current } = given;
      return readBodyHistory(
        { previous, current },
        {
          ...(await knownOf(given)),
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
      known,
      named,
      seen: { message_id: messageId, ...seen },
      message_at_place,
    }: (typeof sightings.accepted)[0]["given"]) {
      const inLedger = <T extends { digest: string }>({
        digest,
        ...entry
      }: T) => ({
        messageId,
        ...entry,
        half: decodeBase64url(digest),
      });
      return compareWithLedger(
        inLedger(seen),
        named
          .map(inLedger)
          .reduce<LedgerEntry | null>(withNamed, known && inLedger(known)),
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
