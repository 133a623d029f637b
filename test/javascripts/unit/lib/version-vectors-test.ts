import { module, test } from "qunit";
import { decodeBase64url } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import {
  compareWithLedger,
  withNamed,
  withSeen,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/ledger";
import {
  readBodyHistory,
  type Version,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/reading";
import { Kind } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import { useKeystore } from "../../helpers/keystore";
import { plainMessage } from "../../helpers/plain-message";
import { sighting } from "../../helpers/reading";
import { refuses } from "../../helpers/refusal";
import { knownOf, rosterNamed } from "../../helpers/vectors";
import { sightings, versions } from "../../vendor/vectors";

const POST = 17;
/** The id of a message that names others. */
const ANOTHER = "f39_f39_f39_f39_f39_fw";

function inName({ revision, digest }: { revision: number; digest: string }) {
  return { revision, half: decodeBase64url(digest) };
}

function inLedger<T extends Parameters<typeof inName>[0]>({
  author_id: authorId,
  ...entry
}: T & { author_id: number }) {
  const { digest: _, ...rest } = entry;
  const { half } = inName(entry);
  const digest = new Uint8Array([...half, ...half]);
  return { ...rest, ...inName(entry), digest, authorId };
}

module(
  "Unit | Lib | encrypted-messages | vectors of versions",
  function (hooks) {
    const keystore = useKeystore(hooks);

    async function read(given: (typeof versions.accepted)[0]["given"]) {
      const { conversationId } = await rosterNamed(given.roster);
      const ofConversation = { kind: Kind.body, conversationId };
      for (const { message_id, place, ...known } of given.known) {
        const seen = {
          ...ofConversation,
          messageId: message_id,
          ...inLedger(known),
          place: place === "here" ? `post:${POST}` : "post:18",
        };
        await keystore.recordSighting(seen, []);
      }
      for (const { message_id, ...name } of given.named) {
        const named = { messageId: message_id, ...inName(name) };
        const another = sighting({ ...ofConversation, messageId: ANOTHER });
        await keystore.recordSighting({ ...another, place: "post:19" }, [
          named,
        ]);
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
      kind,
      known,
      named,
      seen: { message_id: messageId, ...seen },
      message_at_place,
    }: (typeof sightings.accepted)[0]["given"]) {
      const message = {
        kind: Kind[kind],
        conversationId: ANOTHER,
        messageId,
      };
      const before = known && { ...message, ...inLedger(known) };
      return compareWithLedger(
        { ...message, ...inLedger(seen) },
        named.map(inName).reduce(withNamed, before && withSeen(null, before)),
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
