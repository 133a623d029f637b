import { module, test } from "qunit";
import {
  openBody,
  sealBody,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import {
  decodeBase64url,
  decodeByTable,
  encodeBase64url,
  encodeByTable,
  equal as sameBytes,
  Room,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
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
import type { NamedMessage } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/message";
import { normalizeSecret } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/secret";
import { MAX_DEPTH } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import { identityOf } from "../../helpers/people";
import { holds } from "../../helpers/property";
import { reader, start, writing } from "../../helpers/reading";
import {
  decode,
  encode,
  rfc8949EncodeOptions,
  Tagged as LibraryTagged,
} from "../../vendor/cborg";
import fc from "../../vendor/fast-check";

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

/** What a library for all of CBOR writes. */
function libraryEncoding(value: CborValue): Uint8Array {
  const asLibrary = (item: CborValue): unknown => {
    if (item instanceof Tagged) {
      return new LibraryTagged(item.tag, asLibrary(item.value));
    }
    if (item instanceof Map) {
      return new Map([...item].map(([key, each]) => [key, asLibrary(each)]));
    }
    return Array.isArray(item) ? item.map(asLibrary) : item;
  };
  return encode(asLibrary(value), rfc8949EncodeOptions);
}

/** Whether bytes are what that library would have written of what it reads in them, and of nothing but our values. */
function isRightByLibrary(encoded: Uint8Array): boolean {
  const isOurs = (value: unknown): boolean => {
    if (value instanceof Map) {
      return (
        [...value.keys()].every(Number.isSafeInteger) &&
        [...value.values()].every(isOurs)
      );
    }
    if (value instanceof LibraryTagged) {
      return isOurs(value.value);
    }
    return (
      Number.isSafeInteger(value) ||
      value instanceof Uint8Array ||
      (Array.isArray(value) && value.every(isOurs))
    );
  };
  try {
    const value = decode(encoded, {
      strict: true,
      allowIndefinite: false,
      allowBigInt: false,
      rejectDuplicateMapKeys: true,
      useMaps: true,
      tags: LibraryTagged.preserve(16, 18),
    });
    return (
      isOurs(value) && sameBytes(encode(value, rfc8949EncodeOptions), encoded)
    );
  } catch {
    return false;
  }
}

module("Unit | Lib | encrypted-messages | properties", function () {
  test("the browser's base64url is the table's, to the last refusal", async function (assert) {
    const outcome = (read: (given: string) => Uint8Array, given: string) => {
      try {
        return read(given).join();
      } catch (error) {
        return (error as Error).name;
      }
    };
    const digits = fc.constantFrom(
      ..."AQgwBCDEFGxyz0123456789-_+/= \n\t\f\r\u00a0\u0000\u0141é,."
    );
    const nearly = fc
      .tuple(bytes(64), fc.nat(90), digits, fc.nat(2))
      .map(([value, at, digit, removed]) => {
        const good = encodeByTable(value);
        return good.slice(0, at) + digit + good.slice(at + removed);
      });
    await holds(
      assert,
      fc.property(
        fc.oneof(fc.string({ unit: digits, maxLength: 24 }), nearly),
        (given) => {
          const byTable = outcome(decodeByTable, given);
          const room = new Room(100);
          room.take(3);
          return (
            outcome(decodeBase64url, given) === byTable &&
            outcome((each) => decodeBase64url(each, room), given) === byTable
          );
        }
      ),
      { numRuns: 5000 }
    );
    await holds(
      assert,
      fc.property(
        bytes(3000),
        (value) => encodeBase64url(value) === encodeByTable(value)
      )
    );
  });

  test("base64url goes there and back", async function (assert) {
    await holds(
      assert,
      fc.property(bytes(200), (value) =>
        sameBytes(decodeBase64url(encodeBase64url(value)), value)
      )
    );
  });

  test("CBOR is what a library for all of it writes, and what that reads of changed bytes", async function (assert) {
    await holds(
      assert,
      fc.property(
        cborValue,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }),
        (value, changes) => {
          const encoded = encodeCbor(value);
          if (!sameBytes(encoded, libraryEncoding(value))) {
            return false;
          }
          changes.forEach(([at, byte]) => {
            encoded[at % encoded.length] = byte;
          });
          let isRead = true;
          try {
            decodeCbor(encoded);
          } catch {
            isRead = false;
          }
          return isRead === isRightByLibrary(encoded);
        }
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
    const started = await start("jane", "pete");
    const expected = reader(started);
    const name = fc.record({
      messageId: id,
      revision: fc.integer({ min: 1, max: 0xffffffff }),
      half: fc
        .uint8Array({ minLength: 16, maxLength: 16 })
        .map((value) => new Uint8Array(value)),
    });
    await holds(
      assert,
      fc.asyncProperty(
        fc.record({
          messageId: id,
          revision: fc.integer({ min: 1, max: 0xffffffff }),
          latestRead: fc.uniqueArray(name, {
            maxLength: 8,
            selector: ({ messageId }) => messageId,
          }),
          text,
          title: fc.option(text),
          createdAt: fc.maxSafeNat(),
        }),
        async (content) => {
          const raw = await sealBody(await writing("jane", started, content));
          const message = await openBody(raw, expected);
          return (
            message.text === content.text &&
            message.title === content.title &&
            message.revision === content.revision &&
            message.createdAt === content.createdAt &&
            message.messageId === content.messageId &&
            sameNames(message.latestRead, content.latestRead)
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

/** Whether they name the same, in whatever order. */
function sameNames(
  a: readonly NamedMessage[],
  b: readonly NamedMessage[]
): boolean {
  const plain = (names: readonly NamedMessage[]) =>
    String(
      names
        .map(({ messageId, revision, half }) => [messageId, revision, half])
        .map(String)
        .sort()
    );
  return plain(a) === plain(b);
}
