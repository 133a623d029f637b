import { module, test } from "qunit";
import {
  decodeBase64url,
  decodeUtf8,
  encodeBase64url,
  encodeUtf8,
  equal as sameBytes,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import {
  decodeCbor,
  decodeCborText,
  encodeCbor,
  purpose,
  Tagged,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cbor";
import {
  pad,
  paddedLength,
  TITLE_STEPS,
  unpad,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/envelope";
import { ProtocolError } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/errors";
import { SUITE } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import { refuses } from "../../helpers/refusal";
import { encodings } from "../../vendor/vectors";

function refusedAs(reason: string) {
  return (error: unknown) =>
    error instanceof ProtocolError && error.reason === reason;
}

module("Unit | Lib | encrypted-messages | encodings", function () {
  test("bytes are compared", function (assert) {
    const bytes = new Uint8Array([1, 2, 3]);
    assert.true(sameBytes(bytes, new Uint8Array([1, 2, 3])));
    assert.false(sameBytes(bytes, new Uint8Array([1, 2, 4])));
    assert.false(sameBytes(bytes, new Uint8Array([1, 2])));
    const withZero = new Uint8Array([1, 2, 3, 0]);
    assert.false(sameBytes(bytes, withZero));
    assert.false(sameBytes(withZero, bytes));
    assert.true(sameBytes(new Uint8Array(0), new Uint8Array(0)));
  });

  test("UTF-8 is kept as it is, and nothing else is read as such", function (assert) {
    const text = "\uFEFF e\u0301 é 👩‍🚀 \u0000";
    assert.strictEqual(decodeUtf8(encodeUtf8(text)), text);
    assert.strictEqual(decodeUtf8(encodeUtf8("a\uD800b")), "a\uFFFDb");
    for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2]]) {
      assert.throws(() => decodeUtf8(new Uint8Array(bytes)), TypeError);
    }
  });

  test("base64url has one form", function (assert) {
    for (const { text, length } of encodings.base64url.accepted) {
      const bytes = decodeBase64url(text);
      assert.strictEqual(bytes.length, length);
      assert.strictEqual(encodeBase64url(bytes), text);
    }
    for (const text of encodings.base64url.refused) {
      assert.throws(() => decodeBase64url(text), SyntaxError, text);
    }
  });

  test("a long byte string goes through base64url", function (assert) {
    const bytes = new Uint8Array(200_000).map((_, i) => i % 251);
    assert.true(sameBytes(decodeBase64url(encodeBase64url(bytes)), bytes));
  });

  test("CBOR of many items is refused before they are made (H14)", function (assert) {
    const maps = new Uint8Array(2 * 1024 * 1024).fill(0xa0);
    maps.set([0x9a, 0x00, 0x1f, 0xff, 0xfb]); // an array of all that follows
    const started = performance.now();
    assert.throws(() => decodeCbor(maps), refusedAs("malformed"));
    assert.true(performance.now() - started < 100, "in no time");

    const deep = new Uint8Array(10_000).fill(0x81);
    assert.throws(() => decodeCbor(deep), refusedAs("malformed"));
  });

  test("CBOR has one form", async function (assert) {
    const value = new Map<number, number | Uint8Array | Tagged>([
      [1, 2 ** 40],
      [-1, new Uint8Array(300)],
      [-70_000, new Tagged(16, [-8, new Map()])],
    ]);
    assert.deepEqual(decodeCbor(encodeCbor(value)), value);
    for (const { name, cbor } of encodings.cbor.refused) {
      await refuses(
        assert,
        () => decodeCbor(decodeBase64url(cbor)),
        "malformed",
        name
      );
    }
  });

  test("an integer takes as few bytes as it can, and nothing else is one", function (assert) {
    for (const [value, bytes] of [
      [2 ** 32 - 1, [0x1a, 0xff, 0xff, 0xff, 0xff]],
      [2 ** 32, [0x1b, 0, 0, 0, 1, 0, 0, 0, 0]],
      [0, [0]],
      [-1, [0x20]],
      [-(2 ** 32), [0x3a, 0xff, 0xff, 0xff, 0xff]],
      [-(2 ** 32) - 1, [0x3b, 0, 0, 0, 1, 0, 0, 0, 0]],
    ] as [number, number[]][]) {
      assert.deepEqual([...encodeCbor(value)], bytes, `${value}`);
      assert.strictEqual(decodeCbor(new Uint8Array(bytes)), value);
    }
    for (const value of [1.5, 2 ** 53, NaN, Infinity]) {
      assert.throws(() => encodeCbor(value), RangeError, `${value}`);
    }
  });

  test("what is nested without end is refused", async function (assert) {
    const nested = new Uint8Array(1_000_000).fill(0x81);
    await refuses(assert, () => decodeCbor(nested), "malformed");
  });

  test("what is too large is not looked at", async function (assert) {
    const large = new Uint8Array(2 * 1024 * 1024 + 1);
    await refuses(assert, () => decodeCbor(large), "too-large");
    await refuses(
      assert,
      () => decodeCborText("A".repeat(2_796_204), 2 * 1024 * 1024),
      "too-large"
    );
  });

  test("purposes", function (assert) {
    for (const { name, context, encoded } of encodings.purposes) {
      const values = context.map((value) =>
        typeof value === "string" ? decodeBase64url(value) : value
      );
      assert.strictEqual(
        encodeBase64url(purpose(SUITE, name, ...values)),
        encoded
      );
    }
    assert.notDeepEqual(
      purpose(SUITE + 1, "drafts", 11),
      purpose(SUITE, "drafts", 11),
      "another suite's are others"
    );
  });

  test("padding", async function (assert) {
    for (const { length, padded } of encodings.padding.lengths) {
      assert.strictEqual(paddedLength(length), padded, `${length} bytes`);
    }
    for (const { length, padded } of encodings.padding.title_lengths) {
      const found = paddedLength(length, TITLE_STEPS);
      assert.strictEqual(found, padded, `${length} bytes of a title`);
    }
    const { content, padded } = encodings.padding.example;
    assert.strictEqual(encodeBase64url(pad(decodeBase64url(content))), padded);
    assert.strictEqual(
      encodeBase64url(unpad(decodeBase64url(padded))),
      content
    );
    for (let length = 0; length < 1100; length++) {
      const bytes = new Uint8Array(length).fill(1);
      const filled = pad(bytes);
      assert.strictEqual(filled.length, paddedLength(length + 1));
      assert.true(sameBytes(unpad(filled), bytes), `${length} bytes`);
    }
    const longer = new Uint8Array(576);
    longer[511] = 0x80; // 512 bytes hold as much
    await refuses(assert, () => unpad(longer), "bad-padding");
    await refuses(assert, () => unpad(new Uint8Array(512)), "bad-padding");
    await refuses(assert, () => unpad(new Uint8Array(0)), "bad-padding");
  });
});
