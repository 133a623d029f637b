import { webcrypto } from "node:crypto";
import {
  decodeBase64url,
  encodeBase64url,
} from "../../../assets/javascripts/discourse/lib/bytes/base64url";
import { importHkdfKey } from "../../../assets/javascripts/discourse/lib/crypto/hkdf";
import {
  decodeCbor,
  decodeCborText,
} from "../../../assets/javascripts/discourse/lib/protocol/cbor";
import { deriveConversationKey } from "../../../assets/javascripts/discourse/lib/protocol/conversation-key";
import {
  openBody,
  openTitle,
  sealBody,
  sealTitle,
} from "../../../assets/javascripts/discourse/lib/protocol/conversation-message";
import {
  pad,
  unpad,
} from "../../../assets/javascripts/discourse/lib/protocol/padding";
import { encode, join, Raw, Tagged } from "./cbor";
import {
  alterations,
  altered,
  misshapings,
  misspellings,
  structures,
} from "./changes";
import { HEADER, HEADER_CAUSES, Kind, Label } from "./names";
import { CREATED_AT } from "./people";
import { seededRandom } from "./random";
import { Refusals } from "./refusals";
import { encrypt0, sign1 } from "./seal";

const PAYLOAD = {
  1: "author's user id",
  2: "author's fingerprint",
  3: "time",
  4: "revision",
  5: "written after",
  6: "text",
  7: "title",
};
const MARKER = "encrypted-message:v1:";
const NONCE = new Uint8Array(12).fill(9);
const id = (n) => encodeBase64url(new Uint8Array(16).fill(n));

const TEXTS = {
  "a first body": {
    text: "Hello **Pete**, the key is under the mat.",
    title: "The key",
  },
  "an edit": {
    text: "Hello Pete, the key is *not* under the mat.",
    revision: 2,
  },
  "empty text": { text: "" },
  "all kinds of characters": {
    text: "\uFEFFControl \u0000\u0007, bidi \u202Eabc\u202C, e\u0301 and é, 👩‍👩‍👧‍👦, \u{10FFFF}\r\n",
  },
  "a long text": { text: "All work and no play. ".repeat(100) },
  "written after eight others": {
    text: "Yes.",
    writtenAfter: [8, 1, 2, 3, 4, 5, 6, 7].map(id),
  },
};

export async function messageVectors({ jane, pete, mallory }, conversation) {
  const sealing = { author: jane.identity, key: conversation.key };
  const bodies = [];
  const random = seededRandom("messages");
  for (const [name, text] of Object.entries(TEXTS)) {
    const messageId = encodeBase64url(random(16));
    const content = {
      revision: 1,
      writtenAfter: [],
      createdAt: CREATED_AT,
      ...text,
    };
    const raw = await sealBody({ ...sealing, ...content, messageId }, random);
    bodies.push(
      await accepted(name, { raw, ...known(conversation, jane) }, openBody)
    );
  }
  const title = await sealTitle(
    {
      author: pete.identity,
      key: conversation.key,
      messageId: id(7),
      revision: 3,
      writtenAfter: [],
      createdAt: CREATED_AT,
      text: "The key & the mat",
    },
    random
  );
  const read = await accepted(
    "a title, by one of two",
    { title, ...known(conversation, jane, pete), message_id: id(7) },
    openTitle
  );
  const good = bodies[0];
  return {
    bodies: {
      accepted: bodies,
      refused: await refusedBodies(
        good.given,
        { jane, pete, mallory },
        conversation,
        title
      ),
    },
    titles: {
      accepted: [read],
      refused: await refusedTitles(
        read.given,
        pete,
        conversation,
        good.given.raw
      ),
    },
  };

  async function accepted(name, given, open) {
    const message = await open(given.raw ?? given.title, {
      conversationId: given.conversation_id,
      keys: [conversation.key],
      authors: given.authors.map(
        (author) => ({ jane, pete })[author].openedCard
      ),
      messageId: given.message_id,
    });
    return { name, given, gives: gives(message) };
  }
}

export function gives(message) {
  return {
    conversation_id: message.conversationId,
    epoch: message.epoch,
    message_id: message.messageId,
    author_id: message.authorId,
    created_at: message.createdAt,
    revision: message.revision,
    written_after: message.writtenAfter,
    text: message.text,
    title: message.title,
    digest: encodeBase64url(message.digest),
  };
}

function known(conversation, ...authors) {
  return {
    conversation_id: conversation.key.conversationId,
    epoch_keys: { 1: encodeBase64url(conversation.epochKey) },
    authors: authors.map(({ name }) => name),
    message_id: null,
  };
}

async function refusedBodies(
  good,
  { jane, pete, mallory },
  conversation,
  title
) {
  const refusals = new Refusals("raw", good, (text) => MARKER + text);
  const envelope = decodeCborText(good.raw.slice(MARKER.length));
  const header = decodeCbor(envelope.value[0]);
  const parts = envelope.value;
  const layers = await openLayers(envelope, conversation);

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
    conversation_id: id(1),
  });
  refusals.addText("another message", good.raw, "wrong-message", {
    message_id: id(1),
  });
  refusals.addText("another author", good.raw, "wrong-author", {
    authors: ["pete"],
  });
  refusals.addText("no author known", good.raw, "wrong-author", {
    authors: [],
  });
  refusals.addText("no key held", good.raw, "no-key", { epoch_keys: {} });
  refusals.addText("another key held", good.raw, "not-decrypted", {
    epoch_keys: { 1: encodeBase64url(new Uint8Array(32)) },
  });
  await refusals.addAll("", structures(envelope), (changed) => changed);

  await refuseOuter(refusals, { header, parts, layers, conversation });
  await refuseLaterEpoch(refusals, { header, layers, conversation, jane });
  await refuseInner(refusals, {
    header,
    layers,
    conversation,
    jane,
    mallory,
    pete,
  });
  await refusePadding(refusals, { header, layers, conversation });
  return refusals.list;
}

/** The encrypted layer: what anyone with the envelope alone could do, or a member with the conversation's key. */
async function refuseOuter(refusals, { header, parts, layers, conversation }) {
  const changes = [
    ...alterations(header, HEADER),
    ...misshapings(header, HEADER, "header: "),
  ];
  const causes = {
    [Label.suite]: "unknown-suite",
    [Label.conversationId]: "wrong-conversation",
    [Label.epoch]: "wrong-epoch",
    [Label.messageId]: "wrong-message", // inside
    [Label.kind]: "wrong-kind",
  };
  await refusals.addAll(
    "encrypted anew, ",
    changes.map(([what, changed, label]) =>
      what.endsWith("another type") && label !== Label.suite
        ? [what, changed]
        : [what, changed, label]
    ),
    (changed) =>
      encrypt0(
        conversation.contentCryptoKey,
        changed,
        pad(layers.signed),
        NONCE
      ),
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

/** Epoch 2, which is reserved, by one who holds its key: what a server with a member of its own could bring about. */
async function refuseLaterEpoch(
  refusals,
  { header, layers, conversation, jane }
) {
  const { contentKey } = await deriveConversationKey(
    await importHkdfKey(conversation.epochKey),
    conversation.key.conversationId,
    2
  );
  const later = (good) => new Map(good).set(Label.epoch, 2);
  const signed = await sign1(
    jane.signing.privateKey,
    later(layers.header),
    layers.payload
  );
  const epochKey = encodeBase64url(conversation.epochKey);
  const epoch_keys = { 1: epochKey, 2: epochKey };
  for (const [name, content] of [
    ["encrypted anew for epoch 2, whose key is held", layers.signed],
    [
      "signed and encrypted anew for epoch 2, whose key is held",
      encode(signed),
    ],
  ]) {
    refusals.add(
      name,
      await encrypt0(contentKey, later(header), pad(content), NONCE),
      "wrong-epoch",
      { epoch_keys }
    );
  }
}

/** The signed layer, within good encryption: what a member with the conversation's key could do. */
async function refuseInner(
  refusals,
  { header, layers, conversation, jane, mallory, pete }
) {
  const { header: inner, payload } = layers;
  const key = jane.signing.privateKey;
  const seal = async (signed) =>
    encrypt0(
      conversation.contentCryptoKey,
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
    misshapings(payload, PAYLOAD, "payload: ")
      .filter(([what]) => what !== "title dropped")
      .map((change) => change.slice(0, 2)),
    (changed) => seal(sign1(key, inner, changed))
  );
  const ids = [1, 2].map((n) => decodeBase64url(id(n)));
  await refusals.addAll(
    "signed anew, ",
    [
      ["user id 0", new Map(payload).set(1, 0)],
      ["negative time", new Map(payload).set(3, -1)],
      ["revision 0", new Map(payload).set(4, 0)],
      ["revision 2^32", new Map(payload).set(4, 2 ** 32)],
      [
        "revision as a float",
        new Map(payload).set(4, new Raw([0xf9, 0x3c, 0x00])),
      ],
      [
        "written after, not in order",
        new Map(payload).set(5, ids.toReversed()),
      ],
      [
        "written after the same twice",
        new Map(payload).set(5, [ids[0], ids[0]]),
      ],
      [
        "written after an id of 15 bytes",
        new Map(payload).set(5, [ids[0].slice(1)]),
      ],
      [
        "written after nine",
        new Map(payload).set(
          5,
          [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => decodeBase64url(id(n)))
        ),
      ],
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
  refusals.add(
    "signed anew, author's user id altered",
    await seal(sign1(key, inner, new Map(payload).set(1, pete.userId))),
    "wrong-author"
  );
  refusals.add(
    "signed anew, author's fingerprint altered",
    await seal(
      sign1(key, inner, new Map(payload).set(2, altered(payload.get(2))))
    ),
    "wrong-fingerprint"
  );
  await refusals.addAll(
    "signature over what it was, ",
    [
      ...alterations(payload, PAYLOAD).filter(
        ([, , field]) => field > 2 && field !== 5
      ),
      ["written after another", new Map(payload).set(5, [ids[0]])],
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
        mallory.signing.privateKey,
        inner,
        new Map(payload)
          .set(1, mallory.userId)
          .set(2, mallory.openedCard.fingerprint)
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

async function refusePadding(refusals, { header, layers, conversation }) {
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
    (padded) => encrypt0(conversation.contentCryptoKey, header, padded, NONCE),
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
    (padded) => encrypt0(conversation.contentCryptoKey, header, padded, NONCE)
  );
}

async function refusedTitles(good, pete, conversation, body) {
  const refusals = new Refusals("title", good);
  const envelope = decodeCborText(good.title);
  const header = decodeCbor(envelope.value[0]);
  const { header: inner, payload } = await openLayers(envelope, conversation);
  const signed = await sign1(
    pete.signing.privateKey,
    inner,
    new Map(payload).set(7, new Uint8Array(1))
  );
  refusals.addText("a body", body.slice(MARKER.length), "wrong-kind", {
    message_id: null,
  });
  refusals.addText(
    "with the marker of a body",
    MARKER + good.title,
    "malformed"
  );
  refusals.addText(
    "an author who may not write titles",
    good.title,
    "wrong-author",
    { authors: ["jane"] }
  );
  refusals.addText("another title's message id", good.title, "wrong-message", {
    message_id: id(8),
  });
  refusals.add(
    "signed anew, with a title's title",
    await encrypt0(
      conversation.contentCryptoKey,
      header,
      pad(encode(signed)),
      NONCE
    ),
    "malformed"
  );
  const asBody = await sign1(
    pete.signing.privateKey,
    new Map(inner).set(Label.kind, Kind.body),
    payload
  );
  refusals.add(
    "signed as a body",
    await encrypt0(
      conversation.contentCryptoKey,
      header,
      pad(encode(asBody)),
      NONCE
    ),
    "wrong-kind"
  );
  return refusals.list;
}

/** The signed part of an envelope. */
export async function openLayers(envelope, { contentCryptoKey }) {
  const [protectedHeader, unprotectedHeader, ciphertext] = envelope.value;
  const padded = await webcrypto.subtle.decrypt(
    {
      name: "AES-GCM",
      iv: unprotectedHeader.get(5),
      additionalData: encode([
        "Encrypt0",
        protectedHeader,
        Buffer.from("discourse-encrypted-messages"),
      ]),
    },
    contentCryptoKey,
    ciphertext
  );
  const signed = unpad(new Uint8Array(padded));
  const sign1Parts = decodeCbor(signed).value;
  return {
    signed,
    header: decodeCbor(sign1Parts[0]),
    payload: decodeCbor(sign1Parts[2]),
  };
}
