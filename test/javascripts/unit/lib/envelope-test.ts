import { module, test } from "qunit";
import { encodeBase64url } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import {
  type CborValue,
  encodeCbor,
  Tagged,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cbor";
import {
  claimedPlace,
  envelopeToRaw,
  parseEnvelope,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/envelope";
import {
  ALG_A256GCM,
  ALG_EDDSA,
  Kind,
  Label,
  MAX_EPOCH,
  MAX_REVISION,
  SUITE,
  TAG_ENCRYPT0,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import { refuses } from "../../helpers/refusal";

const bytes = (length: number) => new Uint8Array(length).fill(1);

const HEADER: [number, CborValue][] = [
  [Label.alg, ALG_A256GCM],
  [Label.suite, SUITE],
  [Label.kind, Kind.body],
  [Label.conversationId, bytes(16)],
  [Label.epoch, 1],
  [Label.messageId, bytes(16)],
  [Label.revision, 1],
];

/** An envelope that nobody can open, with these in the place of the header's own. */
function envelope(
  changes: [number, CborValue][] = [],
  length = 528 // 512 and the tag
): string {
  const header = new Map([...HEADER, ...changes]);
  const nonce = new Map([[Label.iv, bytes(12)]]);
  return encodeBase64url(
    encodeCbor(
      new Tagged(TAG_ENCRYPT0, [encodeCbor(header), nonce, bytes(length)])
    )
  );
}

module("Unit | Lib | encrypted-messages | envelope", function () {
  test("its header says what it is and where it belongs", function (assert) {
    const { place } = parseEnvelope(
      envelope([
        [Label.kind, Kind.title],
        [Label.epoch, MAX_EPOCH],
        [Label.revision, MAX_REVISION],
      ])
    );
    assert.deepEqual(place, {
      kind: Kind.title,
      conversationId: "AQEBAQEBAQEBAQEBAQEBAQ",
      epoch: MAX_EPOCH,
      messageId: "AQEBAQEBAQEBAQEBAQEBAQ",
      revision: MAX_REVISION,
    });
    for (const kind of [Kind.body, Kind.title, Kind.draft]) {
      const parsed = parseEnvelope(envelope([[Label.kind, kind]]));
      assert.strictEqual(parsed.place.kind, kind);
    }
  });

  test("what its header may not say is refused", async function (assert) {
    for (const [label, value, reason] of [
      [Label.alg, ALG_EDDSA, "malformed"],
      [Label.suite, SUITE + 1, "newer"],
      [Label.kind, Kind.card, "wrong-kind"],
      [Label.kind, 0, "wrong-kind"],
      [Label.kind, -1, "malformed"],
      [Label.conversationId, bytes(15), "malformed"],
      [Label.conversationId, 1, "malformed"],
      [Label.epoch, -1, "malformed"],
      [Label.epoch, MAX_EPOCH + 1, "malformed"],
      [Label.messageId, bytes(17), "malformed"],
      [Label.revision, 0, "malformed"],
      [Label.revision, MAX_REVISION + 1, "malformed"],
      [Label.userId, 11, "malformed"],
    ] as [number, CborValue, string][]) {
      await refuses(
        assert,
        () => parseEnvelope(envelope([[label, value]])),
        reason,
        `${label}: ${String(value)}`
      );
    }
    await refuses(assert, () => parseEnvelope(envelope([], 527)), "malformed");
  });

  test("what a raw says of its place; nothing, where it is no envelope", function (assert) {
    const text = envelope([[Label.epoch, 3]]);
    const place = claimedPlace(envelopeToRaw(text));
    assert.deepEqual(place, parseEnvelope(text).place);
    assert.strictEqual(place?.epoch, 3);
    for (const raw of [
      "",
      "Hello",
      text,
      envelopeToRaw("A"),
      envelopeToRaw(envelope([[Label.epoch, -1]])),
    ]) {
      assert.strictEqual(claimedPlace(raw), null);
    }
  });
});
