import { module, test } from "qunit";
import {
  encodeBase64url,
  encodeUtf8,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import {
  type CborValue,
  decodeCbor,
  decodeCborText,
  encodeCbor,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cbor";
import { newMessageId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import {
  encryptEncrypt0,
  parseEncrypt0,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cose";
import {
  openDraft,
  resealDraft,
  sealDraft,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/draft";
import {
  envelopeToRaw,
  openEnvelope,
  pad,
  parseEnvelope,
  type Place,
  placeHeader,
  rawToEnvelope,
  sealEnvelope,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/envelope";
import type { Identity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import {
  Kind,
  MAX_OBJECT_LENGTH,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import { randomBytes } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/webcrypto";
import { identityOf } from "../../helpers/people";
import { refuses } from "../../helpers/refusal";

const TEXT = 6;
const TITLE = 7;
const newId = () => encodeBase64url(randomBytes(16));

module("Unit | Lib | encrypted-messages | draft", function (hooks) {
  const [conversationId, messageId] = [newId(), newMessageId()];
  let jane: Identity;
  let pete: Identity;

  hooks.before(async function () {
    [jane, pete] = await Promise.all([identityOf("jane"), identityOf("pete")]);
  });

  function seal(isNewConversation: boolean, title?: string): Promise<string> {
    return sealDraft({
      author: jane,
      conversationId,
      isNewConversation,
      messageId,
      text: "Dear",
      title,
    });
  }

  test("who has rotated their keys opens with the new ones what was encrypted anew, and nothing else", async function (assert) {
    const author = { ...jane, draftsKey: pete.draftsKey };
    const raw = await seal(false, "Title");
    const resealed = await resealDraft(raw, { earlier: jane, author });
    const open = (text: string, by: Identity) =>
      openDraft(text, { author: by, conversationId });
    assert.deepEqual(await open(resealed, author), await open(raw, jane));
    await refuses(assert, () => open(resealed, jane), "not-decrypted");
    await refuses(
      assert,
      () => resealDraft(resealed, { earlier: jane, author }),
      "not-decrypted",
      "another's"
    );
    const body = await sealed(new Map([[TEXT, encodeUtf8("Dear")]]), {
      kind: Kind.body,
    });
    await refuses(
      assert,
      () => resealDraft(body, { earlier: jane, author }),
      "wrong-kind"
    );
  });

  /** A draft with any content, at any place, under Jane's key. */
  async function sealed(
    content: CborValue | Uint8Array,
    place: Partial<Place> = {}
  ): Promise<string> {
    const envelope = await sealEnvelope(
      jane.draftsKey,
      {
        kind: Kind.draft,
        conversationId,
        epoch: 1,
        messageId,
        revision: 1,
        ...place,
      },
      content instanceof Uint8Array
        ? new Uint8Array(content)
        : encodeCbor(content)
    );
    return envelopeToRaw(envelope);
  }

  const ofReply = () => ({ author: jane, conversationId });

  test("is read as it was written (R9)", async function (assert) {
    const draft = { conversationId, messageId, text: "Dear" };
    assert.deepEqual(
      await openDraft(await seal(true, "T"), {
        author: jane,
        conversationId: null,
      }),
      { ...draft, title: "T" }
    );
    assert.deepEqual(
      await openDraft(await seal(false), { ...ofReply(), messageId }),
      { ...draft, title: null }
    );
    assert.deepEqual(await openDraft(await seal(false, ""), ofReply()), {
      ...draft,
      title: "",
    });
  });

  test("is no evidence: nothing in it is signed, and no time stands in it", async function (assert) {
    const envelope = parseEnvelope(rawToEnvelope(await seal(false, "T")));
    const content = await openEnvelope(jane.draftsKey, envelope);
    assert.deepEqual(
      decodeCbor(content),
      new Map([
        [TEXT, encodeUtf8("Dear")],
        [TITLE, encodeUtf8("T")],
      ])
    );
  });

  test("is the author's own, and its conversation's and message's (R9)", async function (assert) {
    const [fresh, reply] = [await seal(true), await seal(false)];
    const other = newId();
    for (const [name, raw, known, reason] of [
      [
        "another member's",
        fresh,
        { author: pete, conversationId: null },
        "not-decrypted",
      ],
      ["of a new conversation", fresh, ofReply(), "wrong-epoch"],
      [
        "of a reply",
        reply,
        { author: jane, conversationId: null },
        "wrong-epoch",
      ],
      [
        "of another conversation",
        reply,
        { author: jane, conversationId: other },
        "wrong-conversation",
      ],
      [
        "of another message",
        reply,
        { ...ofReply(), messageId: other },
        "wrong-message",
      ],
      [
        "of no draft",
        await sealed(new Map([[TEXT, new Uint8Array(1)]]), { kind: Kind.body }),
        ofReply(),
        "wrong-kind",
      ],
      [
        "of a revision",
        await sealed(new Map([[TEXT, new Uint8Array(1)]]), { revision: 2 }),
        ofReply(),
        "wrong-revision",
      ],
      [
        "of an epoch",
        await sealed(new Map([[TEXT, new Uint8Array(1)]]), { epoch: 2 }),
        ofReply(),
        "wrong-epoch",
      ],
    ] as const) {
      await refuses(assert, () => openDraft(raw, known), reason, name);
    }
  });

  test("no header can be changed", async function (assert) {
    const raw = await seal(false);
    const encrypt0 = parseEncrypt0(
      decodeCborText(rawToEnvelope(raw), MAX_OBJECT_LENGTH)
    );
    const other = newId();
    const moved = await encryptEncrypt0(
      jane.draftsKey,
      placeHeader({
        kind: Kind.draft,
        conversationId: other,
        epoch: 1,
        messageId,
        revision: 1,
      }),
      pad(new Uint8Array(1))
    );
    const parts = moved.value as CborValue[];
    parts[2] = encrypt0.ciphertext;
    (parts[1] as Map<number, CborValue>).set(5, encrypt0.nonce);
    await refuses(
      assert,
      () =>
        openDraft(envelopeToRaw(encodeBase64url(encodeCbor(moved))), {
          author: jane,
          conversationId: other,
        }),
      "not-decrypted"
    );
  });

  test("what is not just a draft's content is refused", async function (assert) {
    const bytes = new Uint8Array([0x61]);
    const bad = new Uint8Array([0xff]);
    for (const [name, content, reason] of [
      ["a list", [bytes], "malformed"],
      ["no text", new Map([[TITLE, bytes]]), "malformed"],
      ["a number for text", new Map([[TEXT, 1]]), "malformed"],
      [
        "a number for a title",
        new Map<number, CborValue>([
          [TEXT, bytes],
          [TITLE, 1],
        ]),
        "malformed",
      ],
      [
        "a field below",
        new Map([
          [5, bytes],
          [TEXT, bytes],
        ]),
        "malformed",
      ],
      [
        "a field above",
        new Map([
          [TEXT, bytes],
          [8, bytes],
        ]),
        "newer",
      ],
      ["text that is no UTF-8", new Map([[TEXT, bad]]), "malformed"],
      [
        "a title that is no UTF-8",
        new Map([
          [TEXT, bytes],
          [TITLE, bad],
        ]),
        "malformed",
      ],
      ["no CBOR", new Uint8Array([0xff]), "malformed"],
      ["nothing", new Uint8Array(0), "malformed"],
    ] as [string, CborValue, string][]) {
      const raw = await sealed(content);
      await refuses(assert, () => openDraft(raw, ofReply()), reason, name);
    }
  });
});
