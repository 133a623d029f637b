import { vectors } from "./vectors.mjs";

const MARKER = "encrypted-message:v1:";

/** Good ones, and others. */
const ofVectors = (name, take = (given) => given) => {
  const { accepted, refused } = vectors(name);
  return {
    good: accepted.map(({ given }) => take(given)),
    others: refused.map(({ given }) => take(given)),
  };
};

const together = (...all) => ({
  good: all.flatMap(({ good }) => good),
  others: all.flatMap(({ others }) => others),
});

/** Rosters by their newest entry, where there is one. */
function newestEntries(take = (given) => given) {
  const { good, others } = ofVectors("rosters", (given) => ({
    ...given,
    entries: given.entries.slice(0, -1),
    entry: given.entries.at(-1),
  }));
  const taken = (list) => list.filter(({ entry }) => entry).map(take);
  return { good: taken(good), others: taken(others) };
}

/** Address books by their root; a whole shard is read often enough as one. */
function roots() {
  const { good, others } = ofVectors("address-books");
  return {
    good: good.filter(({ shards: { 1: shard = "" } }) => shard.length < 10_000),
    others: others.filter(({ root }) => root),
  };
}

/** And by each shard, as what a root of its own names. */
function shards() {
  const all = ofVectors("address-books", ({ member, shards: sealed }) =>
    Object.entries(sealed).map(([number, shard]) => ({
      member,
      number: Number(number),
      shard,
    }))
  );
  return { good: all.good.flat(), others: all.others.flat() };
}

/** Every object that is CBOR, in base64url, as what is given under that name. */
const objects = (field) =>
  together(
    ofVectors("cards", ({ card }) => ({ [field]: card })),
    ofVectors("backups", ({ backup }) => ({ [field]: backup })),
    ofVectors("grants", ({ grant }) => ({ [field]: grant })),
    newestEntries(({ entry }) => ({ [field]: entry })),
    ofVectors("bodies", ({ raw }) => ({ [field]: raw.slice(MARKER.length) }))
  );

/**
 * What is tried. A further decoder has a line here, one in `heart.ts` and one in `reader.rb`, each by its name.
 *
 * - `field`: which of what is given to it is changed; the rest is what a reader knows
 * - `form`: how the field is written: base64url of "cbor" or of any "bytes" that come to it as bytes; "text" in
 *   base64url, or "raw" with the marker before it; a "record" is read from the device and by the heart alone
 * - `from`: what inputs are made from
 * - `server`: its parser takes the "same", "more", since it cannot decrypt or verify, or "less"
 * - `share`: of all inputs; where one takes long, or little can be wrong, it is less
 */
export const DECODERS = [
  {
    name: "base64url",
    field: "text",
    form: "text",
    from: () => objects("text"),
    server: "same",
    share: 6,
  },
  {
    name: "id",
    field: "text",
    form: "text",
    from: () =>
      ofVectors("bodies", (given) => ({
        text: vectors("rosters").accepted.find(
          ({ name }) => name === given.roster
        ).given.conversation_id,
      })),
    server: "same",
    share: 2,
  },
  {
    name: "cbor",
    field: "cbor",
    form: "bytes",
    from: () =>
      together(objects("cbor"), {
        good: [],
        others: vectors("encodings").cbor.refused,
      }),
    server: "same",
    share: 20,
  },
  {
    name: "padding",
    field: "padded",
    form: "bytes",
    from: () => ({
      good: [vectors("encodings").padding.example],
      others: [544, 1000, 4096].map((length) => ({
        padded: Buffer.alloc(length, "a").toString("base64url"),
      })),
    }),
    share: 5,
  },
  {
    name: "sign1",
    field: "object",
    form: "text",
    from: () =>
      together(
        ofVectors("cards", ({ card }) => ({ object: card })),
        ofVectors("grants", ({ grant }) => ({ object: grant })),
        newestEntries(({ entry }) => ({ object: entry }))
      ),
    server: "same",
    share: 10,
  },
  {
    name: "envelope",
    field: "raw",
    form: "raw",
    from: () => together(ofVectors("bodies"), ofVectors("drafts")),
    server: "less",
    share: 15,
  },
  {
    name: "card",
    field: "card",
    form: "text",
    from: () => ofVectors("cards"),
    server: "same",
    share: 10,
  },
  {
    name: "name",
    field: "signed_name",
    form: "text",
    from: () => ofVectors("names"),
    share: 3,
  },
  {
    name: "roster",
    field: "entry",
    form: "text",
    from: () => newestEntries(),
    server: "more",
    share: 8,
  },
  {
    name: "backup",
    field: "backup",
    form: "text",
    from: () => ofVectors("backups"),
    share: 8,
  },
  {
    name: "address_book",
    field: "root",
    form: "text",
    from: roots,
    server: "more",
    share: 4,
  },
  {
    name: "shard",
    field: "shard",
    form: "text",
    from: shards,
    server: "more",
    share: 4,
  },
  {
    name: "grant",
    field: "grant",
    form: "text",
    from: () => ofVectors("grants"),
    server: "more",
    share: 6,
  },
  {
    name: "key_bag",
    field: "bag",
    form: "text",
    from: () => ofVectors("key-bags"),
    server: "more",
    share: 3,
  },
  {
    name: "body",
    field: "raw",
    form: "raw",
    from: () => ofVectors("bodies"),
    server: "more",
    share: 10,
  },
  {
    name: "title",
    field: "title",
    form: "text",
    from: () => ofVectors("titles"),
    server: "more",
    share: 4,
  },
  {
    name: "draft",
    field: "raw",
    form: "raw",
    from: () => ofVectors("drafts"),
    server: "more",
    share: 4,
  },
  { name: "record", field: "value", form: "record", share: 4 },
];

export { MARKER };
