import { module, test } from "qunit";
import { encodeBase64url } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import {
  type CborValue,
  decodeCbor,
  decodeCborText,
  encodeCbor,
  Tagged,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cbor";
import {
  asArray,
  asBytes,
  asInteger,
  asMap,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/fields";
import {
  MAX_DEPTH,
  MAX_ITEMS,
  MAX_OBJECT_LENGTH,
  TAG_SIGN1,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/suite";
import { refuses } from "../../helpers/refusal";

const { MAX_SAFE_INTEGER } = Number;

/** Just so many bytes of CBOR: one byte string. `head` is what its length takes. */
function cborOfLength(length: number, head: number): Uint8Array {
  return encodeCbor(new Uint8Array(length - head));
}

function nested(depth: number): CborValue {
  return depth === 1 ? [] : [nested(depth - 1)];
}

module("Unit | Lib | encrypted-messages | fields", function () {
  test("a map has all keys that it must have, and none but those that it may have", async function (assert) {
    const map = (...keys: number[]) => new Map(keys.map((key) => [key, 0]));
    for (const good of [map(1, 2), map(1, 2, 3), map(1, 2, 3, 4)]) {
      assert.strictEqual(asMap(good, [1, 2], [3, 4]), good);
    }
    assert.strictEqual(asMap(map(), []).size, 0);
    for (const bad of [
      map(1),
      map(1, 3),
      map(1, 3, 4),
      map(0, 1, 2),
      map(0, 1, 2, 5),
      map(1, 5),
      map(),
      [1, 2],
      undefined,
    ]) {
      await refuses(assert, () => asMap(bad, [1, 2], [3, 4]), "malformed");
    }
    await refuses(assert, () => asMap(map(2), [1]), "malformed");
  });

  test("what has further keys beyond all that are known was written by a newer version", async function (assert) {
    const map = (...keys: number[]) => new Map(keys.map((key) => [key, 0]));
    for (const newer of [map(1, 2, 5), map(1, 2, 3, 5), map(1, 2, 5, 6)]) {
      await refuses(assert, () => asMap(newer, [1, 2], [3, 4]), "newer");
    }
    await refuses(assert, () => asMap(map(1, 2), [1]), "newer");
    await refuses(assert, () => asMap(map(1), []), "newer");
    const isFarBelow = (key: number) => key < -5;
    for (const [further, reason] of [
      [-6, "newer"],
      [-5, "malformed"],
      [2, "malformed"],
    ] as [number, string][]) {
      await refuses(
        assert,
        () => asMap(map(1, further), [1], [], isFarBelow),
        reason
      );
    }
  });

  test("an array has at least so many items, and at most", async function (assert) {
    for (const good of [[1], [1, 2]]) {
      assert.strictEqual(asArray(good, 1, 2), good);
    }
    assert.deepEqual(asArray([1, 2], 2), [1, 2]);
    for (const bad of [[], [1, 2, 3], new Uint8Array(1), 1, undefined]) {
      await refuses(assert, () => asArray(bad, 1, 2), "malformed");
    }
    for (const bad of [[1], [1, 2, 3]]) {
      await refuses(assert, () => asArray(bad, 2), "malformed");
    }
  });

  test("a byte string has at least so many bytes, and at most", async function (assert) {
    for (const length of [1, 2]) {
      const bytes = new Uint8Array(length).fill(7);
      const read = asBytes(bytes, 1, 2);
      assert.deepEqual(read, bytes);
      assert.notStrictEqual(read.buffer, bytes.buffer, "a copy");
    }
    assert.strictEqual(asBytes(new Uint8Array(2), 2).length, 2);
    for (const bad of [new Uint8Array(0), new Uint8Array(3), [1], undefined]) {
      await refuses(assert, () => asBytes(bad, 1, 2), "malformed");
    }
    for (const length of [1, 3]) {
      const bad = new Uint8Array(length);
      await refuses(assert, () => asBytes(bad, 2), "malformed");
    }
  });

  test("an integer is at least so much, and at most", async function (assert) {
    for (const good of [-1, 0, 1]) {
      assert.strictEqual(asInteger(good, -1, 1), good);
    }
    assert.strictEqual(asInteger(MAX_SAFE_INTEGER, 0), MAX_SAFE_INTEGER);
    for (const bad of [-2, 2, 0.5, NaN, "0", [0], null, undefined]) {
      const value = bad as CborValue;
      await refuses(assert, () => asInteger(value, -1, 1), "malformed");
    }
    await refuses(
      assert,
      () => asInteger(MAX_SAFE_INTEGER + 1, 0),
      "malformed"
    );
  });

  test("the largest, the deepest and the fullest object is read, and nothing beyond", async function (assert) {
    const largest = cborOfLength(MAX_OBJECT_LENGTH, 5);
    assert.strictEqual(largest.length, MAX_OBJECT_LENGTH);
    const read = decodeCbor(largest) as Uint8Array;
    assert.strictEqual(read.length, MAX_OBJECT_LENGTH - 5);
    await refuses(
      assert,
      () => decodeCbor(cborOfLength(MAX_OBJECT_LENGTH + 1, 5)),
      "too-large"
    );

    // The innermost array counts as one in which something might be.
    const deepest = encodeCbor(nested(MAX_DEPTH));
    assert.deepEqual(decodeCbor(deepest), nested(MAX_DEPTH));
    await refuses(
      assert,
      () => decodeCbor(encodeCbor(nested(MAX_DEPTH + 1))),
      "malformed"
    );

    const full = (items: number) => Array.from({ length: items - 1 }, () => 0);
    assert.deepEqual(
      decodeCbor(encodeCbor(full(MAX_ITEMS))),
      full(MAX_ITEMS),
      "the array counts too"
    );
    await refuses(
      assert,
      () => decodeCbor(encodeCbor(full(MAX_ITEMS + 1))),
      "malformed"
    );
    const pairs = (count: number) =>
      new Map(Array.from({ length: count }, (_, at) => [at, 0]));
    const most = (MAX_ITEMS - 2) / 2;
    assert.deepEqual(decodeCbor(encodeCbor(pairs(most))), pairs(most));
    await refuses(
      assert,
      () => decodeCbor(encodeCbor(pairs(most + 1))),
      "malformed"
    );
  });

  test("base64url of the largest object is read, and nothing longer is decoded", async function (assert) {
    for (const length of [300, 301, 302]) {
      const cbor = cborOfLength(length, 3);
      assert.strictEqual(cbor.length, length);
      const text = encodeBase64url(cbor);
      assert.deepEqual(decodeCborText(text, length), decodeCbor(cbor));
      await refuses(
        assert,
        () => decodeCborText(text, length - 1),
        "too-large"
      );
    }
    await refuses(assert, () => decodeCborText("=", 9), "malformed");
  });

  test("what ends too early, or goes on, is refused", async function (assert) {
    const value = new Map<number, CborValue>([
      [-70_000, new Uint8Array(300)],
      [1, [1, 1000, 100_000, 2 ** 40, new Uint8Array(3)]],
      [2, new Tagged(TAG_SIGN1, new Map([[3, -1]]))],
    ]);
    const encoded = encodeCbor(value);
    assert.deepEqual(decodeCbor(encoded), decodeCbor(encoded.slice()));
    const placed = new Uint8Array(encoded.length + 20);
    placed.set(encoded, 7);
    assert.deepEqual(
      decodeCbor(placed.subarray(7, 7 + encoded.length)),
      decodeCbor(encoded),
      "wherever it lies in memory"
    );
    for (let length = 0; length < encoded.length; length++) {
      await refuses(
        assert,
        () => decodeCbor(encoded.subarray(0, length)),
        "malformed",
        `${length} bytes`
      );
    }
    for (const further of [0x00, 0x80, 0xf6, 0xff]) {
      const longer = new Uint8Array([...encoded, further]);
      await refuses(assert, () => decodeCbor(longer), "malformed");
    }
  });
});
