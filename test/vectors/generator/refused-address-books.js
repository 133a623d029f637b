import {
  decodeBase64url,
  encodeBase64url,
} from "../../../assets/javascripts/discourse/lib/bytes";
import {
  decodeCbor,
  decodeCborText,
} from "../../../assets/javascripts/discourse/lib/cbor";
import { pad } from "../../../assets/javascripts/discourse/lib/envelope";
import { encode, join, Tagged } from "./cbor";
import {
  alterations,
  altered,
  misshapings,
  misspellings,
  structures,
  withoutKeys,
  withValues,
} from "./changes";
import { openContent } from "./layers";
import { HEADER, HEADER_CAUSES, Label } from "./names";
import { Refusals } from "./refusals";
import { aesKey, encrypt0, hkdf, purpose, sha256 } from "./seal";

const NONCE = new Uint8Array(12).fill(5);
const ROOT = { 1: "shards", 2: "methods", 3: "own fingerprint" };

export async function refusedAddressBooks(
  { jane, jane2, pete },
  { good, earlier, ofNewKeys }
) {
  const refusals = new Refusals("root", good);
  const key = await aesKey(
    hkdf(jane.accountKey, purpose("address book", jane.userId))
  );
  const root = await opened(good.root, key);
  /** The shard that Pete is in, with somebody else. */
  const number = String(1 + (pete.userId % 32));
  const shard = await opened(good.shards[number], key);
  const seal = ({ header, content }) =>
    encrypt0(
      key,
      header,
      pad(content instanceof Uint8Array ? content : encode(content)),
      NONCE
    );

  refusals.addText("another member's", good.root, "wrong-user", {
    member: "pete",
  });
  refusals.addText("by the keys before", good.root, "not-decrypted", {
    member: "jane2",
  });
  refusals.addText(
    "by the keys after, under the key before",
    encodeBase64url(
      encode(
        await seal({
          ...root,
          content: withValues(root.content, {
            3: jane2.openedCard.fingerprint,
          }),
        })
      )
    ),
    "wrong-fingerprint"
  );
  refusals.addText("of later keys", ofNewKeys.root, "not-decrypted", {
    shards: ofNewKeys.shards,
  });
  refusals.addText("longer than any part", "A".repeat(87_383), "too-large");
  refusals.addText("a shard as the root", good.shards[number], "malformed");
  refusals.addText("a backup", jane.backup, "malformed");
  misspellings(good.root).forEach(([what, text]) =>
    refusals.addText(`base64url ${what}`, text, "malformed")
  );

  // the root
  await refusals.addAll("", structures(root.object), (changed) => changed);
  await refusals.addAll(
    "encrypted anew, ",
    [
      ...alterations(root.header, HEADER).filter(
        ([, , label]) => label !== Label.revision
      ),
      ...misshapings(root.header, HEADER, "header: "),
      ["header: version 0", withValues(root.header, { [Label.revision]: 0 })],
      [
        "header: version 2^32",
        withValues(root.header, { [Label.revision]: 2 ** 32 }),
      ],
    ],
    (header) => seal({ ...root, header }),
    { ...HEADER_CAUSES, [Label.revision]: "malformed" }
  );
  const digests = root.content.get(1);
  await refusals.addAll(
    "encrypted anew, ",
    [
      ...withoutKeys(misshapings(root.content, ROOT, "root: ")),
      ["31 shards", withValues(root.content, { 1: digests.slice(1) })],
      [
        "33 shards",
        withValues(root.content, { 1: [...digests, new Uint8Array(16)] }),
      ],
      [
        "a shard's whole digest",
        withValues(root.content, { 1: digests.with(0, new Uint8Array(32)) }),
      ],
      [
        "methods by half their digest",
        withValues(root.content, { 2: new Uint8Array(16) }),
      ],
      ["root: not a map", [root.content]],
      ["root: a byte behind it", join(encode(root.content), [0])],
      ["root: no content", new Uint8Array(0)],
    ],
    (content) => seal({ ...root, content })
  );
  await refusals.addAll(
    "encrypted anew, ",
    [
      ["root: not padded", encode(root.content)],
      ["root: padded too much", join(pad(encode(root.content)), [0])],
    ],
    (content) => encrypt0(key, root.header, content, NONCE),
    {},
    "bad-padding"
  );
  const { value: parts } = root.object;
  await refusals.addAll(
    "",
    [
      [
        "nonce altered",
        parts.with(1, new Map([[5, altered(parts[1].get(5))]])),
      ],
      ["ciphertext altered", parts.with(2, altered(parts[2]))],
      [
        "version altered",
        parts.with(0, encode(withValues(root.header, { [Label.revision]: 8 }))),
      ],
    ],
    (changed) => new Tagged(16, changed),
    {},
    "not-decrypted"
  );

  // what the root names
  const { [number]: taken, ...others } = good.shards;
  const [other] = Object.keys(others);
  for (const [what, shards] of [
    ["a shard left out", others],
    ["a shard of an earlier version", { ...good.shards, ...earlier.shards }],
    [
      "two shards exchanged",
      { ...good.shards, [number]: good.shards[other], [other]: taken },
    ],
    ["an empty text as a shard", { ...good.shards, [number]: "" }],
  ]) {
    refusals.addText(what, good.root, "wrong-entry", { shards });
  }
  refusals.addText(
    "the root of an earlier version",
    earlier.root,
    "wrong-entry"
  );
  refusals.addText("no root", null, "malformed");

  // a shard, and a root that names it
  const withShard = async (text) => {
    const half = sha256(decodeBase64url(text)).slice(0, 16);
    const named = withValues(root.content, {
      1: digests.with(Number(number) - 1, half),
    });
    const sealed = await seal({ ...root, content: named });
    return {
      root: encodeBase64url(encode(sealed)),
      shards: { ...good.shards, [number]: text },
    };
  };
  const addShards = async (
    changes,
    make,
    causes = {},
    otherwise = "malformed"
  ) => {
    const made = new Refusals("shard", {});
    await made.addAll(
      "shard encrypted anew, ",
      changes,
      make,
      causes,
      otherwise
    );
    for (const { name, given, cause } of made.list) {
      const book = await withShard(given.shard);
      refusals.addText(name, book.root, cause, { shards: book.shards });
    }
  };
  await addShards(
    [
      ...alterations(shard.header, HEADER),
      ...misshapings(shard.header, HEADER, "header: "),
      [
        "header: with a version",
        withValues(shard.header, { [Label.revision]: 7 }),
      ],
    ],
    (header) => seal({ ...shard, header }),
    HEADER_CAUSES
  );
  const [first, second] = shard.content;
  const contacts = (...items) => first.toSpliced(...items);
  await addShards(
    [
      ["nobody in it", []],
      ["not an array", new Map()],
      ["one contact not in an array", first],
      ["in the order of names", [second, first]],
      ["the same contact twice", [first, first]],
      ["a contact of another shard", [contacts(0, 1, first[0] + 1)]],
      [
        "193 contacts",
        Array.from({ length: 193 }, (_, at) =>
          contacts(0, 1, (pete.userId % 32) + 32 * (at + 1))
        ),
      ],
      ["user id 0", [contacts(0, 1, 0)]],
      ["fingerprint of 31 bytes", [contacts(1, 1, new Uint8Array(31))]],
      ["publication 2^32", [contacts(2, 1, 2 ** 32)]],
      ["publication -1", [contacts(2, 1, -1)]],
      ["standing 4", [contacts(3, 1, 4)]],
      ["standing -1", [contacts(3, 1, -1)]],
      ["a name of 241 bytes", [contacts(4, 1, new Uint8Array(241).fill(97))]],
      ["a name not in UTF-8", [contacts(4, 1, new Uint8Array([97, 255]))]],
      ["without a name", [contacts(4, 1)]],
      ["another name that is a number", [[...first, 0]]],
      ["an empty other name", [[...first, new Uint8Array(0)]]],
      ["another name not in UTF-8", [[...first, new Uint8Array([97, 255])]]],
      [
        "names of 241 bytes together",
        [[...first, new Uint8Array(241 - first[4].length).fill(97)]],
      ],
      [
        "nine other names",
        [
          [
            ...first,
            ...Array.from({ length: 9 }, (_, at) => [97 + at]).map(
              (letter) => new Uint8Array(letter)
            ),
          ],
        ],
      ],
      ["shard: a byte behind it", join(encode(shard.content), [0])],
    ],
    (content) => seal({ ...shard, content })
  );
  await addShards(
    [["shard: not padded", encode(shard.content)]],
    (content) => encrypt0(key, shard.header, content, NONCE),
    {},
    "bad-padding"
  );
  return refusals.list;
}

async function opened(text, key) {
  const object = decodeCborText(text);
  return {
    object,
    header: decodeCbor(object.value[0]),
    content: decodeCbor(await openContent(object, key)),
  };
}
