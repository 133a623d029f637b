import { module, test } from "qunit";
import {
  openBody,
  openTitle,
  sealBody,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import {
  decodeBase64url,
  encodeBase64url,
  equal as sameBytes,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import { openCard } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/card";
import {
  type CborValue,
  decodeCbor,
  encodeCbor,
  Tagged,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cbor";
import {
  openDraft,
  sealDraft,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/draft";
import {
  pad,
  paddedLength,
  unpad,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/envelope";
import { ProtocolError } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/errors";
import { openGrant } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import { unlockIdentity } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/identity";
import { normalizeSecret } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/secret";
import { MAX_DEPTH } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import { cardOf, identityOf, keysFrom } from "../../helpers/people";
import { holds } from "../../helpers/property";
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
const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
const id = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((value) => encodeBase64url(value));
const text = fc.string({ unit: "binary", maxLength: 2000 });

/** Every shape of value that objects are made of, as deep as is read. */
const { value: cborValue } = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", maxDepth: MAX_DEPTH - 1 },
    fc.maxSafeInteger(),
    bytes(300),
    fc.array(tie("value"), { maxLength: 5 }),
    fc
      .array(fc.tuple(fc.maxSafeInteger(), tie("value")), { maxLength: 5 })
      .map((entries) => new Map(entries)),
    fc
      .tuple(fc.constantFrom(16, 18), tie("value"))
      .map(([tag, value]) => new Tagged(tag, value))
  ),
}));

module("Unit | Lib | encrypted-messages | properties", function () {
  test("base64url goes there and back", async function (assert) {
    await holds(
      assert,
      fc.property(bytes(200), (value) =>
        sameBytes(decodeBase64url(encodeBase64url(value)), value)
      )
    );
  });

  test("CBOR goes there and back, and no other bytes are read", async function (assert) {
    await holds(
      assert,
      fc.property(cborValue, (value) => {
        const encoded = encodeCbor(value);
        return sameBytes(encodeCbor(decodeCbor(encoded)), encoded);
      })
    );
    await holds(
      assert,
      fc.property(bytes(40), (input) => {
        try {
          return sameBytes(encodeCbor(decodeCbor(input)), input);
        } catch (error) {
          return error instanceof ProtocolError;
        }
      }),
      { numRuns: 2000 }
    );
  });

  test("padding goes there and back, within its bounds (R22)", async function (assert) {
    await holds(
      assert,
      fc.property(bytes(5000), (content) => {
        const padded = pad(content);
        return (
          sameBytes(unpad(padded), content) &&
          padded.length === paddedLength(content.length + 1)
        );
      })
    );
    await holds(
      assert,
      fc.property(fc.integer({ min: 512, max: 2 ** 21 }), (length) => {
        const padded = paddedLength(length);
        return (
          padded >= length &&
          padded <= length * 1.12 &&
          paddedLength(padded) === padded
        );
      })
    );
  });

  test("normalizing a secret twice is normalizing it once", async function (assert) {
    await holds(
      assert,
      fc.property(
        fc.string({ unit: "binary" }),
        (secret) =>
          normalizeSecret(normalizeSecret(secret)) === normalizeSecret(secret)
      )
    );
  });

  test("bodies go there and back (R21)", async function (assert) {
    const jane = await identityOf("jane");
    const { given } = bodies.accepted[0]!;
    const keys = await keysFrom(given.conversation_id, given.epoch_keys);
    const authors = [await cardOf("jane")];
    await holds(
      assert,
      fc.asyncProperty(
        fc.record({
          messageId: id,
          revision: fc.integer({ min: 1, max: 0xffffffff }),
          writtenAfter: fc.uniqueArray(id, { maxLength: 8 }),
          text,
          title: fc.option(text),
          createdAt: fc.maxSafeNat(),
        }),
        async (content) => {
          const raw = await sealBody({
            author: jane,
            key: keys[0]!,
            ...content,
          });
          const message = await openBody(raw, {
            conversationId: given.conversation_id,
            keys,
            authors,
          });
          return (
            message.text === content.text &&
            message.title === content.title &&
            message.revision === content.revision &&
            message.createdAt === content.createdAt &&
            message.messageId === content.messageId &&
            String([...message.writtenAfter].sort()) ===
              String([...content.writtenAfter].sort())
          );
        }
      )
    );
  });

  test("drafts go there and back", async function (assert) {
    const author = await identityOf("jane");
    await holds(
      assert,
      fc.asyncProperty(
        id,
        id,
        text,
        fc.boolean(),
        async (conversationId, messageId, content, isNewConversation) => {
          const raw = await sealDraft({
            author,
            conversationId,
            messageId,
            isNewConversation,
            text: content,
          });
          const message = await openDraft(raw, {
            author,
            conversationId: isNewConversation ? null : conversationId,
          });
          return message.text === content && message.messageId === messageId;
        }
      )
    );
  });
});
