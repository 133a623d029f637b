import { module } from "qunit";
import { equal as sameBytes } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bytes";
import {
  decodeCbor,
  Tagged,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cbor";
import {
  encStructure,
  parseSign1,
  sigStructure,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/cose";
import { ProtocolError } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/errors";
import {
  decryptAes as decrypt,
  DECRYPTION_KEY,
  deriveBytes,
  importHkdfKey,
  importVerificationKey,
  verify,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/webcrypto";
import { fromHex, testWith } from "../../helpers/external-vectors";
import { refuses } from "../../helpers/refusal";
import { unwrapHkdfKey } from "../../helpers/unwrapping";
import { decode, Tagged as ForeignTagged } from "../../vendor/cborg";

// The COSE working group's examples, through the strict decoder, the structures of COSE and crypto/. Where an example
// allows itself more than the protocol does, it must be refused.

interface Example {
  input: {
    plaintext: string;
    sign0?: { key: Record<string, string>; external?: string };
    encrypted?: { external?: string };
    enveloped?: { recipients: { key: Record<string, string> }[] };
  };
  intermediates: { AAD_hex: string; CEK_hex: string; ToBeSign_hex: string };
  output: { cbor: string };
}

type Parts = [Uint8Array, Map<number, Uint8Array>, Uint8Array, Uint8Array?];

const EMPTY = new Uint8Array(0);
const bytes = (value: Uint8Array | undefined) => new Uint8Array(value!);
const text = (value: Uint8Array) => new TextDecoder().decode(value);

function partsOf(example: Example): Parts {
  const { value } = decodeCbor(fromHex(example.output.cbor)) as Tagged;
  return value as unknown as Parts;
}

function base64urlOfHex(hex: string) {
  const binary = String.fromCharCode(...fromHex(hex));
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

module("Unit | Lib | encrypted-messages | cose-examples", function () {
  async function open(example: Example) {
    const [header, unprotected, ciphertext] = partsOf(example);
    const external = fromHex(example.input.encrypted!.external ?? "");
    const key = await crypto.subtle.importKey(
      "raw",
      fromHex(example.intermediates.CEK_hex),
      "AES-GCM",
      false,
      ["decrypt"]
    );
    const aad = encStructure(header, external);
    return {
      aad,
      plaintext: () =>
        decrypt(key, bytes(unprotected.get(5)), aad, bytes(ciphertext)),
    };
  }

  for (const name of ["aes-gcm-01", "enc-pass-02"]) {
    testWith<Example>(
      `cose/encrypted-tests_${name}.json`,
      `Encrypt0: ${name}`,
      async function (assert, example) {
        const { aad, plaintext } = await open(example);
        assert.deepEqual(aad, fromHex(example.intermediates.AAD_hex));
        assert.strictEqual(text(await plaintext()), example.input.plaintext);
      }
    );
  }

  for (const name of ["02", "03", "06", "07"]) {
    testWith<Example>(
      `cose/encrypted-tests_enc-fail-${name}.json`,
      `Encrypt0: enc-fail-${name} does not decrypt`,
      async function (assert, example) {
        const { plaintext } = await open(example);
        await assert.rejects(plaintext(), /./);
      }
    );
  }

  for (const [file, why] of [
    ["encrypted-tests_enc-fail-01", "a tag of no meaning"],
    ["encrypted-tests_enc-pass-03", "no tag"],
    ["sign1-tests_sign-fail-01", "a tag of no meaning"],
    ["sign1-tests_sign-pass-01", "parameters outside the protected header"],
    ["sign1-tests_sign-pass-02", "parameters outside the protected header"],
    ["sign1-tests_sign-pass-03", "no tag"],
    ["eddsa-examples_eddsa-sig-01", "parameters outside the protected header"],
    ["aes-gcm-examples_aes-gcm-05", "COSE_Encrypt"],
  ]) {
    testWith<Example>(
      `cose/${file}.json`,
      `refused for ${why}: ${file}`,
      async function (assert, example) {
        await refuses(
          assert,
          () => parseSign1(decodeCbor(fromHex(example.output.cbor))),
          "malformed"
        );
      }
    );
  }

  for (const name of [
    "encrypted-tests_enc-fail-04",
    "sign1-tests_sign-fail-04",
  ]) {
    testWith<Example>(
      `cose/${name}.json`,
      `refused for an algorithm in text: ${name}`,
      async function (assert, example) {
        const [header] = partsOf(example);
        await refuses(assert, () => decodeCbor(header), "malformed");
      }
    );
  }

  testWith<Example>(
    "cose/encrypted-tests_enc-pass-01.json",
    "Encrypt0: enc-pass-01 has no protected header, which the protocol always has",
    async function (assert, example) {
      const [header] = partsOf(example);
      assert.deepEqual(decodeCbor(header), new Map());
      assert.deepEqual(
        encStructure(EMPTY, EMPTY),
        fromHex(example.intermediates.AAD_hex),
        "but is built alike"
      );
    }
  );

  testWith<Example>(
    "cose/eddsa-examples_eddsa-sig-01.json",
    "Sign1: eddsa-sig-01",
    async function (assert, example) {
      const [header, , payload, signature] = partsOf(example);
      const signed = sigStructure(header, payload, EMPTY);
      assert.deepEqual(signed, fromHex(example.intermediates.ToBeSign_hex));
      const { x_hex } = example.input.sign0!.key;
      const key = await importVerificationKey(fromHex(x_hex!));
      assert.true(await verify(key, bytes(signature), signed));
      signed[0]!++;
      assert.false(await verify(key, bytes(signature), signed));
    }
  );

  for (const [name, isValid] of [
    ["pass-02", true],
    ["fail-02", false],
    ["fail-03", false],
    ["fail-06", false],
    ["fail-07", false],
  ] as const) {
    testWith<Example>(
      `cose/sign1-tests_sign-${name}.json`,
      `Sign1: what is signed in sign-${name}, by ES256`,
      async function (assert, example) {
        const [header, , payload, signature] = partsOf(example);
        const { key, external } = example.input.sign0!;
        const { kty, crv, x, y } = key;
        const publicKey = await crypto.subtle.importKey(
          "jwk",
          { kty, crv, x, y } as JsonWebKey,
          { name: "ECDSA", namedCurve: "P-256" },
          false,
          ["verify"]
        );
        const isVerified = await crypto.subtle.verify(
          { name: "ECDSA", hash: "SHA-256" },
          publicKey,
          bytes(signature),
          sigStructure(header, payload, fromHex(external ?? ""))
        );
        assert.strictEqual(isVerified, isValid);
      }
    );
  }

  testWith<Example>(
    "cose/rsa-oaep-examples_ps256-128gcm-01.json",
    "a recipient's key by RSA-OAEP",
    async function (assert, { input, intermediates, output }) {
      const { value } = decode(fromHex(output.cbor), {
        useMaps: true,
        tags: ForeignTagged.preserve(96),
      });
      const [[, , wrapped]] = value[3];
      const hex = input.enveloped!.recipients[0]!.key;
      const [n, e, d, p, q, dp, dq, qi] = (
        ["n", "e", "d", "p", "q", "dP", "dQ", "qi"] as const
      ).map((field) => base64urlOfHex(hex[`${field}_hex`]!));
      const key = await crypto.subtle.importKey(
        "jwk",
        { kty: "RSA", n, e, d, p, q, dp, dq, qi } as JsonWebKey,
        DECRYPTION_KEY.algorithm,
        false,
        DECRYPTION_KEY.usages
      );
      const unwrapped = await unwrapHkdfKey(key, EMPTY, bytes(wrapped));
      const expected = await importHkdfKey(fromHex(intermediates.CEK_hex));
      const isSame = sameBytes(
        await deriveBytes(unwrapped, EMPTY, 32),
        await deriveBytes(expected, EMPTY, 32)
      );
      assert.true(isSame);
    }
  );

  testWith<Example>(
    "cose/encrypted-tests_aes-gcm-01.json",
    "the decoder takes an example cut short at no length",
    async function (assert, example) {
      const whole = fromHex(example.output.cbor);
      for (let length = 0; length < whole.length; length++) {
        assert.throws(() => decodeCbor(whole.slice(0, length)), ProtocolError);
      }
    }
  );
});
