import { encodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import { purpose } from "../../../assets/javascripts/discourse/lib/cbor";
import {
  pad,
  paddedLength,
  TITLE_STEPS,
} from "../../../assets/javascripts/discourse/lib/envelope";
import { SUITE } from "../../../assets/javascripts/discourse/lib/suite";

const hex = (text) =>
  encodeBase64url(Buffer.from(text.replaceAll(" ", ""), "hex"));

/** The building blocks of docs/protocol.md §1 and §4. */
export function encodingVectors() {
  const id = new Uint8Array(16).fill(1);
  return {
    cbor: {
      refused: [
        ["nothing", ""],
        ["two values", "00 00"],
        ["an integer in two bytes for one", "18 17"],
        ["an integer in three bytes for two", "19 00ff"],
        ["an integer in five bytes for three", "1a 0000ffff"],
        ["an integer in nine bytes for five", "1b 00000000ffffffff"],
        ["an integer beyond 2^53", "1b 0020000000000000"],
        ["a negative integer beyond -(2^53 - 1)", "3b 001fffffffffffff"],
        ["a negative integer in two bytes for one", "38 00"],
        ["a byte string's length in two bytes for one", "58 01 00"],
        ["a byte string cut short", "42 00"],
        ["a byte string of indefinite length", "5f 41 00 ff"],
        ["an array of indefinite length", "9f 00 ff"],
        ["a map of indefinite length", "bf 00 00 ff"],
        ["an array cut short", "82 00"],
        ["a map cut short", "a1 00"],
        ["a key twice", "a2 01 00 01 00"],
        ["keys out of order", "a2 02 00 01 00"],
        ["keys in the order of RFC 7049", "a2 20 00 18 64 00"],
        ["a float", "f9 3c00"],
        ["a float that is no integer", "fb 3ff199999999999a"],
        ["not a number", "f9 7e00"],
        ["infinity", "f9 7c00"],
        ["true", "f5"],
        ["null", "f6"],
        ["null in an array", "81 f6"],
        ["a text string", "61 61"],
        ["a text string as a key", "a1 61 61 00"],
        ["a byte string as a key", "a1 41 61 00"],
        ["undefined", "f7"],
        ["a simple value", "f0"],
        ["a break alone", "ff"],
        ["a date", "c1 00"],
        ["a date that is none", "c1 40"],
        ["a big number", "c2 41 01"],
        ["a pattern that is none", "d8 23 00"],
        ["a tag in two bytes for one", "d8 10 80"],
        ["a text string that is not UTF-8", "61 ff"],
        ["reserved additional information", "1c"],
        ["nine arrays in each other (H14)", "81".repeat(8) + "80"],
        ["an array of 4096 integers (H14)", "99 1000" + "00".repeat(4096)],
        ["2,000,000 empty maps (H14)", "9a 001e8480" + "a0".repeat(10)],
      ].map(([name, bytes]) => ({ name, cbor: hex(bytes) })),
    },
    base64url: {
      refused: [
        "A",
        "AA=",
        "AA==",
        "AB",
        "AAB",
        "AA A",
        "AA\n",
        "A+A_",
        "A/A-",
        "é",
        "AAAAA",
      ],
      accepted: [
        { text: "", length: 0 },
        { text: "AA", length: 1 },
        { text: "AAA", length: 2 },
        { text: "-_-_", length: 3 },
      ],
    },
    padding: {
      lengths: [
        1, 511, 512, 513, 544, 545, 1000, 1024, 1025, 4095, 4096, 4097, 65_535,
        65_536, 65_537, 1_000_000,
      ].map((length) => ({ length, padded: paddedLength(length) })),
      title_lengths: [1, 320, 321, 416, 417, 512, 513, 544, 545].map(
        (length) => ({ length, padded: paddedLength(length, TITLE_STEPS) })
      ),
      example: {
        content: encodeBase64url(new Uint8Array(3).fill(1)),
        padded: encodeBase64url(pad(new Uint8Array(3).fill(1))),
      },
    },
    purposes: [
      {
        name: "drafts",
        context: [11],
        encoded: encodeBase64url(purpose(SUITE, "drafts", 11)),
      },
      {
        name: "content key",
        context: [encodeBase64url(id), 1],
        encoded: encodeBase64url(purpose(SUITE, "content key", id, 1)),
      },
    ],
  };
}
