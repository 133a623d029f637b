import { decodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import {
  decodeCbor,
  decodeCborText,
} from "../../../assets/javascripts/discourse/lib/cbor";
import { Tagged } from "./cbor";
import {
  alterations,
  altered,
  misshapings,
  misspellings,
  structures,
  withoutKeys,
  withValues,
} from "./changes";
import { ALONE, oddKey } from "./conversation";
import { digestOf } from "./entries";
import { HEADER, HEADER_CAUSES, Label } from "./names";
import { Refusals } from "./refusals";
import { hkdf, purpose, rsaOaep, sha256, sign1 } from "./seal";

const PAYLOAD = {
  1: "member's user id",
  2: "member's fingerprint",
  3: "granter's user id",
  4: "granter's fingerprint",
  5: "commitment",
  6: "wrapped key",
  7: "digest of a roster entry",
};

const CAUSES = {
  1: "wrong-user",
  2: "wrong-fingerprint",
  3: "wrong-participant",
  4: "wrong-participant",
  5: "wrong-commitment",
  6: "not-decrypted",
  7: "unknown-entry",
};

export async function refusedGrants(people, conversation, good) {
  const { jane, pete, mary, mallory } = people;
  const { conversationId, epochs, left } = conversation;
  const refusals = new Refusals("grant", good);
  const grant = decodeCborText(good.grant);
  const header = decodeCbor(grant.value[0]);
  const payload = decodeCbor(grant.value[2]);
  const key = jane.signing.privateKey;
  const [start, joined, second] = left.roster.entries;
  const id = decodeBase64url(conversationId);

  /** The epoch key wrapped for Pete, with a label of another context. */
  const wrapped = (
    other = {},
    { epochKey = epochs[1].epochKey, reader = pete } = {}
  ) => {
    const context = { id, epoch: 1, member: pete, granter: jane, ...other };
    const label = purpose(
      "grant",
      context.id,
      context.epoch,
      context.member.userId,
      context.member.openedCard.fingerprint,
      context.granter.userId,
      context.granter.openedCard.fingerprint
    );
    const { encryptionKey } = reader.openedCard;
    return rsaOaep(encryptionKey, label, epochKey, sha256("wrapped"));
  };
  /** Signed by another granter, good but for what `fields` say. */
  const by = async (granter, fields, labels = {}) =>
    sign1(
      granter.signing.privateKey,
      withValues(header, labels),
      withValues(payload, {
        3: granter.userId,
        4: granter.openedCard.fingerprint,
        6: await wrapped({ granter }),
        ...fields,
      })
    );

  refusals.addText("another conversation", good.grant, "wrong-conversation", {
    roster: ALONE,
  });
  refusals.addText("another epoch", good.grant, "wrong-epoch", { epoch: 2 });
  refusals.add(
    "of epoch 2, under an entry of epoch 1",
    await by(
      jane,
      {
        5: epochs[2].commitment,
        6: await wrapped({ epoch: 2 }, { epochKey: epochs[2].epochKey }),
      },
      { [Label.epoch]: 2 }
    ),
    "wrong-epoch",
    { epoch: 2 }
  );
  refusals.add(
    "of epoch 3, which has no entry",
    await by(
      jane,
      { 6: await wrapped({ epoch: 3 }), 7: second.digest },
      { [Label.epoch]: 3 }
    ),
    "wrong-epoch",
    { epoch: 3 }
  );
  refusals.add(
    "with the commitment of another epoch",
    await by(jane, { 5: epochs[2].commitment, 7: second.digest }),
    "wrong-commitment"
  );
  refusals.add(
    "by one who did not take part yet",
    await by(mary, { 7: start.digest }),
    "wrong-participant"
  );
  refusals.add(
    "by one who takes part no longer",
    await by(mary, { 7: second.digest }),
    "wrong-participant"
  );
  refusals.add(
    "by one who never took part",
    await by(mallory, {}),
    "wrong-participant"
  );
  refusals.add(
    "in the name of another who takes part",
    await by({ ...jane, signing: mary.signing }, { 7: joined.digest }),
    "bad-signature"
  );
  for (const [when, entry] of [
    ["did not take part yet", start],
    ["takes part no longer", second],
  ]) {
    refusals.add(
      `for one who ${when}`,
      await by(jane, {
        1: mary.userId,
        2: mary.openedCard.fingerprint,
        6: await wrapped({ member: mary }, { reader: mary }),
        7: entry.digest,
      }),
      "wrong-participant",
      { member: mary.name }
    );
  }
  refusals.addText(
    "another member's grant",
    conversation.started.grants.get(jane.userId).get(1),
    "wrong-user"
  );
  refusals.addText("read by another member", good.grant, "wrong-user", {
    member: "mallory",
  });
  refusals.addText(
    "a granter without a card",
    good.grant,
    "wrong-fingerprint",
    {
      histories: [["pete"], ["mary"]],
    }
  );
  refusals.addText("a card", pete.card, "wrong-kind");
  refusals.addText("a roster entry", start.encoded, "wrong-kind");
  refusals.addText(
    "longer than any grant (H14)",
    "A".repeat(2049),
    "too-large"
  );
  misspellings(good.grant).forEach(([what, text]) =>
    refusals.addText(`base64url ${what}`, text, "malformed")
  );
  await refusals.addAll("", structures(grant), (changed) => changed);

  await refusals.addAll(
    "signed anew, ",
    [
      ...alterations(header, HEADER),
      ...misshapings(header, HEADER, "header: "),
    ],
    (changed) => sign1(key, changed, payload),
    HEADER_CAUSES
  );
  await refusals.addAll(
    "signed anew, ",
    withoutKeys(misshapings(payload, PAYLOAD, "payload: ")),
    (changed) => sign1(key, header, changed)
  );
  await refusals.addAll(
    "signed anew, ",
    alterations(payload, PAYLOAD),
    (changed) => sign1(key, header, changed),
    CAUSES
  );
  await refusals.addAll(
    "signature over what it was, ",
    [
      ["wrapped key altered", { 6: altered(payload.get(6)) }],
      ["another roster entry", { 7: joined.digest }],
    ],
    (fields) => sign1(key, header, withValues(payload, fields), { payload }),
    {},
    "bad-signature"
  );
  await refusals.addAll(
    "signed anew, key wrapped for ",
    [
      ["another conversation", await wrapped({ id: new Uint8Array(16) })],
      ["another epoch", await wrapped({ epoch: 2 })],
      ["another member", await wrapped({ member: jane })],
      ["another granter", await wrapped({ granter: mallory })],
      ["another member's key", await wrapped({}, { reader: mallory })],
    ],
    (changed) => sign1(key, header, new Map(payload).set(6, changed)),
    {},
    "not-decrypted"
  );
  await refusals.addAll(
    "signed anew, epoch key of ",
    [0, 1, 16, 24, 31, 33, 64].map((length) => [
      `${length} bytes (H3)`,
      new Uint8Array(length).fill(7),
    ]),
    async (epochKey) =>
      sign1(
        key,
        header,
        new Map(payload).set(6, await wrapped({}, { epochKey }))
      ),
    {},
    "not-decrypted"
  );
  for (const { length, epochKey, entry, commitment } of conversation.oddKeys) {
    refusals.add(
      `epoch key of ${length} bytes, which the roster names (H3)`,
      await by(jane, {
        5: commitment,
        6: await wrapped({}, { epochKey }),
        7: digestOf(entry),
      }),
      "not-decrypted",
      { roster: oddKey(length) }
    );
  }
  refusals.add(
    "signed anew, another key than the commitment says",
    await sign1(
      key,
      header,
      new Map(payload).set(
        6,
        await wrapped({}, { epochKey: altered(epochs[1].epochKey) })
      )
    ),
    "wrong-commitment"
  );
  const another = altered(epochs[1].epochKey);
  refusals.add(
    "signed anew, another key with a commitment of its own",
    await sign1(
      key,
      header,
      withValues(payload, {
        5: hkdf(another, purpose("key commitment", id, 1)),
        6: await wrapped({}, { epochKey: another }),
      })
    ),
    "wrong-commitment"
  );
  refusals.add(
    "signed by another",
    await sign1(mallory.signing.privateKey, header, payload),
    "bad-signature"
  );
  const parts = grant.value;
  refusals.add(
    "signature altered",
    new Tagged(18, parts.with(3, altered(parts[3]))),
    "bad-signature"
  );
  refusals.add(
    "signature of 63 bytes",
    new Tagged(18, parts.with(3, parts[3].slice(1))),
    "malformed"
  );
  return refusals.list;
}
