import { module, test } from "qunit";
import sinon from "sinon";
import {
  cryptoAvailability,
  generateSigningKeyPair,
  importVerificationKey,
  isLibgcrypt,
  isOfSmallOrder,
  verify,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/webcrypto";
import { fromHex } from "../../helpers/external-vectors";
import { beAsBefore, beNavigator } from "../../helpers/navigator";

/** The y of the points whose order divides 8, as https://eprint.iacr.org/2020/1244 lists them. */
const SMALL_ORDER = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
];

/** The order of the base point, little-endian: what the second half of a signature is below. */
const ORDER =
  "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";

module("Unit | Lib | encrypted-messages | webcrypto", function (hooks) {
  hooks.afterEach(() => {
    sinon.restore();
    beAsBefore();
  });

  test("every point of small order is known, whatever the sign of its x", async function (assert) {
    for (const hex of SMALL_ORDER) {
      const point = fromHex(hex);
      assert.true(isOfSmallOrder(point), hex);
      point[31]! += 0x80;
      assert.true(isOfSmallOrder(point), `${hex}, negative`);
      point[16]! += 1;
      assert.false(isOfSmallOrder(point), `almost ${hex}`);
    }
    const { publicKey } = await generateSigningKeyPair();
    const raw = await crypto.subtle.exportKey("raw", publicKey);
    assert.false(isOfSmallOrder(new Uint8Array(raw)));
  });

  test("a signature's second half is below the order, even where the browser does not look", async function (assert) {
    const { publicKey } = await generateSigningKeyPair();
    const raw = new Uint8Array(await crypto.subtle.exportKey("raw", publicKey));
    const key = await importVerificationKey(raw);
    sinon.stub(crypto.subtle, "verify").resolves(true);
    const data = new Uint8Array(1);
    for (const [change, holds] of [
      [-1, true],
      [0, false],
      [1, false],
    ] as [number, boolean][]) {
      const signature = new Uint8Array(64);
      signature.set(fromHex(ORDER), 32);
      signature[32]! += change;
      assert.strictEqual(await verify(key, signature, data), holds);
    }
    const high = new Uint8Array(64);
    high[63] = 0x20;
    assert.false(await verify(key, high, data));
  });

  test("only a WebKit that is not Apple's is taken for one with libgcrypt", function (assert) {
    for (const [vendor, platform, is] of [
      ["Apple Computer, Inc.", "Linux x86_64", true],
      ["Apple Computer, Inc.", "MacIntel", false],
      ["Apple Computer, Inc.", "iPhone", false],
      ["Google Inc.", "Linux x86_64", false],
      ["", "Linux armv81", false],
    ] as [string, string, boolean][]) {
      beNavigator({ vendor, platform });
      assert.strictEqual(isLibgcrypt(), is, `${vendor} on ${platform}`);
    }
  });

  test("a page that is no secure context cannot do it", async function (assert) {
    assert.strictEqual(await cryptoAvailability(), "available");
    for (const [name, value] of [
      ["isSecureContext", false],
      ["crypto", undefined],
      ["crypto", {}],
    ] as [string, unknown][]) {
      const before = Object.getOwnPropertyDescriptor(globalThis, name);
      Object.defineProperty(globalThis, name, { value, configurable: true });
      try {
        if (Reflect.get(globalThis, name) !== value || isLibgcrypt()) {
          continue; // a browser that lets nobody say so, or whose compiler goes on with what it has read before
        }
        assert.strictEqual(await cryptoAvailability(), "insecure-context");
      } finally {
        if (before) {
          Object.defineProperty(globalThis, name, before);
        } else {
          Reflect.deleteProperty(globalThis, name);
        }
      }
    }
    assert.strictEqual(await cryptoAvailability(), "available");
  });
});
