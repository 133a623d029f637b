import { encodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import {
  decodeCbor,
  decodeCborText,
} from "../../../assets/javascripts/discourse/lib/cbor";
import { pad } from "../../../assets/javascripts/discourse/lib/envelope";
import { encode, join, Raw, Tagged } from "./cbor";
import {
  alterations,
  altered,
  misshapings,
  misspellings,
  structures,
} from "./changes";
import { ALONE } from "./conversation";
import { id, MARKER, openLayers } from "./layers";
import { HEADER, Label } from "./names";
import { Refusals } from "./refusals";
import { refuseByRoster, refuseInner } from "./refused-signatures";
import { aesKey, encrypt0, hkdf, purpose } from "./seal";

const NONCE = new Uint8Array(12).fill(9);

export async function refusedBodies(good, people, conversation, title) {
  const { contentCryptoKey } = conversation.epochs[1];
  const refusals = new Refusals("raw", good, (text) => MARKER + text);
  const envelope = decodeCborText(good.raw.slice(MARKER.length));
  const header = decodeCbor(envelope.value[0]);
  const parts = envelope.value;
  const layers = await openLayers(envelope, conversation.epochs[1]);

  refusals.addText(
    "without its marker",
    good.raw.slice(MARKER.length),
    "malformed"
  );
  refusals.addText(
    "under another marker",
    good.raw.replace("v1", "v2"),
    "malformed"
  );
  refusals.addText(
    "with a space before the marker",
    ` ${good.raw}`,
    "malformed"
  );
  refusals.addText("the marker alone", MARKER, "malformed");
  misspellings(good.raw.slice(MARKER.length))
    .slice(0, -1)
    .forEach(([what, text]) =>
      refusals.addText(`base64url ${what}`, MARKER + text, "malformed")
    );
  refusals.addText("a title", MARKER + title, "wrong-kind");
  refusals.addText("another conversation", good.raw, "wrong-conversation", {
    roster: ALONE,
  });
  refusals.addText("another message", good.raw, "wrong-message", {
    message_id: id(1),
  });
  refusals.addText("another author", good.raw, "wrong-author", {
    author_id: people.pete.userId,
  });
  refusals.addText("an author without a card", good.raw, "wrong-fingerprint", {
    histories: [["pete"], ["mary"]],
  });
  refusals.addText("no key held", good.raw, "no-key", { epoch_keys: {} });
  refusals.addText(
    "another key held than the roster names",
    good.raw,
    "wrong-commitment",
    {
      epoch_keys: { 1: encodeBase64url(new Uint8Array(32)) },
    }
  );
  const otherKey = altered(conversation.epochs[1].epochKey);
  const info = purpose("content key", header.get(Label.conversationId), 1);
  refusals.add(
    "encrypted anew under another key, which is held",
    await encrypt0(
      await aesKey(hkdf(otherKey, info)),
      header,
      pad(layers.signed),
      NONCE
    ),
    "wrong-commitment",
    { epoch_keys: { 1: encodeBase64url(otherKey) } }
  );
  await refusals.addAll("", structures(envelope), (changed) => changed);

  await refuseOuter(refusals, { header, parts, layers, contentCryptoKey });
  await refuseInner(refusals, { header, layers, conversation, people });
  await refuseByRoster(refusals, { header, layers, conversation, people });
  await refusePadding(refusals, { header, layers, contentCryptoKey });
  return refusals.list;
}

/** The encrypted layer: what anyone with the envelope alone could do, or a member with the conversation's key. */
async function refuseOuter(
  refusals,
  { header, parts, layers, contentCryptoKey }
) {
  const encryptAnew = (changed) =>
    encrypt0(contentCryptoKey, changed, pad(layers.signed), NONCE);
  const changes = [
    ...alterations(header, HEADER),
    ...misshapings(header, HEADER, "header: "),
  ];
  const causes = {
    [Label.suite]: "newer",
    [Label.conversationId]: "wrong-conversation",
    [Label.epoch]: "not-decrypted", // another key
    [Label.messageId]: "wrong-message", // inside
    [Label.revision]: "wrong-revision", // inside
    [Label.kind]: "wrong-kind",
  };
  await refusals.addAll(
    "encrypted anew, ",
    changes.map(([what, changed, label]) =>
      what.endsWith("another type") && label !== Label.suite
        ? [what, changed]
        : [what, changed, label]
    ),
    encryptAnew,
    causes
  );
  await refusals.addAll(
    "",
    [
      [
        "message id altered",
        parts.with(
          0,
          encode(
            new Map(header).set(
              Label.messageId,
              altered(header.get(Label.messageId))
            )
          )
        ),
      ],
      [
        "revision altered",
        parts.with(0, encode(new Map(header).set(Label.revision, 2))),
      ],
      [
        "nonce altered",
        parts.with(1, new Map([[5, altered(parts[1].get(5))]])),
      ],
      ["ciphertext altered", parts.with(2, altered(parts[2]))],

      [
        "ciphertext's first byte altered",
        parts.with(2, parts[2].with(0, (parts[2][0] + 0x80) % 0x100)),
      ],
    ],
    (changed) => new Tagged(16, changed),
    {},
    "not-decrypted"
  );
  await refusals.addAll(
    "encrypted anew, ",
    [
      ["revision 0", new Map(header).set(Label.revision, 0)],
      ["revision 2^32", new Map(header).set(Label.revision, 2 ** 32)],
      ["epoch 2^32", new Map(header).set(Label.epoch, 2 ** 32)],
      [
        "revision as a float",
        new Map(header).set(Label.revision, new Raw([0xf9, 0x3c, 0x00])),
      ],
    ],
    encryptAnew
  );
  await refusals.addAll(
    "encrypted anew, ",
    [
      ["epoch 0", new Map(header).set(Label.epoch, 0)],
      ["an epoch whose key is not held", new Map(header).set(Label.epoch, 3)],
    ],
    encryptAnew,
    {},
    "no-key"
  );
  await refusals.addAll(
    "",
    [
      ["nonce of 11 bytes", parts.with(1, new Map([[5, new Uint8Array(11)]]))],
      ["nonce of 16 bytes", parts.with(1, new Map([[5, new Uint8Array(16)]]))],
      ["no nonce", parts.with(1, new Map())],
      ["ciphertext cut short", parts.with(2, parts[2].slice(0, -1))],
      ["ciphertext shorter than a tag", parts.with(2, parts[2].slice(0, 15))],
      ["detached ciphertext", parts.with(2, new Raw([0xf6]))],
    ],
    (changed) => new Tagged(16, changed)
  );
}

async function refusePadding(refusals, { header, layers, contentCryptoKey }) {
  const { signed } = layers;
  const good = pad(signed);
  await refusals.addAll(
    "padding: ",
    [
      ["no mark", join(signed, new Uint8Array(good.length - signed.length))],
      ["another mark", good.with(signed.length, 0x81)],
      ["a byte behind the mark", good.with(good.length - 1, 1)],
      ["too long", join(good, new Uint8Array(1))],
      ["nothing but zeros", new Uint8Array(512)],
    ],
    (padded) => encrypt0(contentCryptoKey, header, padded, NONCE),
    {},
    "bad-padding"
  );
  await refusals.addAll(
    "padding: ",
    [
      ["none", signed],
      ["too short", good.slice(0, -1)],
      ["nothing at all", new Uint8Array(0)],
    ],
    (padded) => encrypt0(contentCryptoKey, header, padded, NONCE)
  );
}
