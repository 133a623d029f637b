import { decodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import { pad } from "../../../assets/javascripts/discourse/lib/envelope";
import { encode, Tagged } from "./cbor";
import {
  alterations,
  altered,
  misshapings,
  structures,
  withoutKeys,
  withValues,
} from "./changes";
import { id } from "./layers";
import { HEADER, HEADER_CAUSES, Label } from "./names";
import { encrypt0, sign1 } from "./seal";

const PAYLOAD = {
  1: "author's user id",
  2: "author's fingerprint",
  3: "time",
  5: "written after",
  6: "text",
  7: "title",
  8: "digest of a roster entry",
};
const NONCE = new Uint8Array(12).fill(9);

/** The signed layer, within good encryption: what a member with the conversation's key could do. */
export async function refuseInner(
  refusals,
  { header, layers, conversation, people: { jane, mallory, pete } }
) {
  const { header: inner, payload } = layers;
  const key = jane.signing.privateKey;
  const seal = async (signed) =>
    encrypt0(
      conversation.epochs[1].contentCryptoKey,
      header,
      pad(encode(await signed)),
      NONCE
    );

  await refusals.addAll(
    "signed anew, ",
    [...alterations(inner, HEADER), ...misshapings(inner, HEADER, "header: ")],
    (changed) => seal(sign1(key, changed, payload)),
    HEADER_CAUSES
  );
  await refusals.addAll(
    "signed anew, ",
    withoutKeys(misshapings(payload, PAYLOAD, "payload: ")).filter(
      ([what]) => what !== "title dropped"
    ),
    (changed) => seal(sign1(key, inner, changed))
  );
  /** As another message names the one with this number. */
  const named = (n, length = 16) => [
    decodeBase64url(id(n)),
    1,
    new Uint8Array(length).fill(n),
  ];
  const after = (...messages) => withValues(payload, { 5: messages });
  const attached = (...attachments) => withValues(payload, { 9: attachments });
  await refusals.addAll(
    "signed anew, ",
    [
      ["user id 0", new Map(payload).set(1, 0)],
      ["negative time", new Map(payload).set(3, -1)],
      [
        "digest of a roster entry of 31 bytes",
        withValues(payload, { 8: new Uint8Array(31) }),
      ],
      ["written after, not in order", after(named(2), named(1))],
      ["written after the same twice", after(named(1), named(1))],
      [
        "written after the same in two revisions",
        after(named(1), named(1).with(1, 2)),
      ],
      [
        "written after an id of 15 bytes",
        after(named(1).with(0, new Uint8Array(15))),
      ],
      ["written after revision 0", after(named(1).with(1, 0))],
      ["written after revision 2^32", after(named(1).with(1, 2 ** 32))],
      ["written after half a digest of 15 bytes", after(named(1, 15))],
      ["written after a whole digest", after(named(1, 32))],
      ["written after a bare id", after(named(1)[0])],
      ["written after an id and a revision", after(named(1).slice(0, 2))],
      [
        "written after nine",
        after(...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => named(n))),
      ],
      ["no attachments, listed", attached()],
      ["33 attachments", attached(...Array(33).fill(new Uint8Array(1)))],
      ["an attachment of no bytes", attached(new Uint8Array(0))],
      ["an attachment of 1025 bytes", attached(new Uint8Array(1025))],
      ["an attachment that is a number", attached(0)],
      [
        "text not in UTF-8",
        new Map(payload).set(6, new Uint8Array([0x61, 0xff])),
      ],
      [
        "text with an overlong character",
        new Map(payload).set(6, new Uint8Array([0xc0, 0x80])),
      ],
      [
        "text with a surrogate",
        new Map(payload).set(6, new Uint8Array([0xed, 0xa0, 0x80])),
      ],
      ["title not in UTF-8", new Map(payload).set(7, new Uint8Array([0x80]))],
    ],
    (changed) => seal(sign1(key, inner, changed))
  );
  await refusals.addAll(
    "signed anew, ",
    [
      ["an attachment", attached(new Uint8Array(1))],
      ["32 attachments", attached(...Array(32).fill(new Uint8Array(1)))],
      ["an attachment of 1024 bytes", attached(new Uint8Array(1024))],
    ],
    (changed) => seal(sign1(key, inner, changed)),
    {},
    "newer"
  );
  await refusals.addAll(
    "signed anew, ",
    alterations(payload, PAYLOAD).filter(([, , field]) =>
      [1, 2, 8].includes(field)
    ),
    (changed) => seal(sign1(key, inner, changed)),
    { 1: "wrong-participant", 2: "wrong-participant", 8: "unknown-entry" }
  );
  await refusals.addAll(
    "signature over what it was, ",
    [
      ...alterations(payload, PAYLOAD).filter(([, , field]) =>
        [3, 6, 7].includes(field)
      ),
      ["written after another", after(named(1))],
      [
        "another roster entry",
        withValues(payload, {
          8: conversation.joined.roster.entries[1].digest,
        }),
      ],
      ["title dropped", new Map([...payload].filter(([field]) => field !== 7))],
    ],
    (changed) => seal(sign1(key, inner, changed, { payload })),
    {},
    "bad-signature"
  );
  refusals.add(
    "signed by another",
    await seal(sign1(mallory.signing.privateKey, inner, payload)),
    "bad-signature"
  );
  refusals.add(
    "signed by another as themselves",
    await seal(
      sign1(
        pete.signing.privateKey,
        inner,
        withValues(payload, {
          1: pete.userId,
          2: pete.openedCard.fingerprint,
        })
      )
    ),
    "wrong-author"
  );
  const good = await sign1(key, inner, payload);
  refusals.add(
    "signature altered",
    await seal(new Tagged(18, good.value.with(3, altered(good.value[3])))),
    "bad-signature"
  );
  refusals.add("not signed", await seal(payload), "malformed");
  await refusals.addAll("inside ", structures(good), (changed) =>
    seal(changed)
  );
}

/** Of those who hold the keys of two epochs: under which entry they may write, and when. */
export async function refuseByRoster(
  refusals,
  { header, layers, conversation, people: { jane, mary, mallory, pete } }
) {
  const [start, joined, left] = conversation.left.roster.entries;
  const [, elsewhere] = conversation.rotated.roster.entries;
  const add = async (name, cause, author, { entry, epoch = 1, given = {} }) => {
    const labels = { [Label.epoch]: epoch };
    const signed = await sign1(
      author.signing.privateKey,
      withValues(layers.header, labels),
      withValues(layers.payload, {
        1: author.userId,
        2: author.openedCard.fingerprint,
        8: entry.digest,
      })
    );
    const sealed = await encrypt0(
      conversation.epochs[epoch].contentCryptoKey,
      withValues(header, labels),
      pad(encode(signed)),
      NONCE
    );
    refusals.add(name, sealed, cause, { author_id: author.userId, ...given });
  };

  await add("by one who did not take part yet", "wrong-participant", mary, {
    entry: start,
  });
  await add("by one who takes part no longer", "wrong-participant", mary, {
    entry: left,
    epoch: 2,
  });
  await add(
    "by one who takes part no longer, as if she did",
    "wrong-epoch",
    mary,
    { entry: joined, epoch: 2 }
  );
  await add("by one who never took part", "wrong-participant", mallory, {
    entry: joined,
  });
  await add("under an entry of a later epoch", "wrong-epoch", jane, {
    entry: left,
  });
  await add("under an entry of an earlier epoch", "wrong-epoch", jane, {
    entry: joined,
    epoch: 2,
  });
  await add(
    "under an entry of a conversation that has gone on otherwise",
    "unknown-entry",
    jane,
    { entry: elsewhere, epoch: 2 }
  );
  await add("of an epoch whose key is not held", "no-key", pete, {
    entry: left,
    epoch: 2,
    given: { epoch_keys: { 1: refusals.given.epoch_keys[1] } },
  });
}
