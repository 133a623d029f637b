/* eslint-disable no-bitwise -- a number that says two things */
import { OF_BYTES, pick } from "./changes-of-bytes.mjs";
import { contentOf, copy, itemOf, makeItem } from "./tree.mjs";

/** Around every place where an encoding gets longer, and where numbers end. */
const NUMBERS = [
  ...[0n, 1n, 2n, 5n, 8n, 16n, 18n, 23n, 24n, 32n, 255n, 256n, 600_000n],
  ...[10_000_000n, 65_535n, 65_536n],
  ...[31n, 32n, 53n, 63n, 64n].flatMap((bits) => {
    const power = 1n << bits;
    return [power - 2n, power - 1n, power, power + 1n];
  }),
].filter((n) => n < 1n << 64n);

/** Keys of the protocol's maps, and a few that it does not know. */
const KEYS = [
  ...Array.from({ length: 12 }, (_, i) => i),
  ...Array.from({ length: 14 }, (_, i) => -65536 - i),
  ...[-1, -2, -3, 24, 255],
];

/** Up to where an object is too large, and beyond. */
const LONG = [1_000_000, 1_900_000, 2 ** 21 - 16, 2 ** 21, 3_000_000];

/** Any item, by a number and some bytes. */
function anyItem(n, bytes) {
  const further = Math.floor(n / 10);
  switch (n % 10) {
    case 0:
      return makeItem(0, { argument: pick(NUMBERS, further) });
    case 1:
      return makeItem(1, { argument: pick(NUMBERS, further) });
    case 2:
      return itemOf(Buffer.from(bytes));
    case 3:
      return itemOf(Buffer.alloc(pick([12, 16, 32, 64, 384], further), 1));
    case 4:
      return makeItem(3, { content: Buffer.from(bytes) });
    case 5:
      return itemOf([]);
    case 6:
      return itemOf(new Map());
    case 7:
      // false, true, null, undefined, what has no meaning, and floats
      return makeItem(7, {
        argument: pick([20n, 21n, 22n, 23n, 0n, 255n, 0x7e00n], further),
        size: pick([0, 0, 1, 2, 4, 8], further),
      });
    case 8:
      return makeItem(6, {
        argument: pick([0n, 2n, 16n, 18n, 24n, 35n, 55_799n], further),
        items: [itemOf(further)],
      });
    default:
      return itemOf([[further], new Map([[further, Buffer.from(bytes)]])]);
  }
}

/** Entries of a map, items of the rest. */
const step = ({ major }) => (major === 5 ? 2 : 1);

/** Where the n-th child begins, or null. */
function childAt(item, n) {
  const count = Math.floor((item?.items?.length ?? 0) / step(item ?? {}));
  return count > 0 && item.major !== 6 ? (n % count) * step(item) : null;
}

/** A byte string or a text gets other bytes, in the place of what was inside. */
function setContent(item, change) {
  const content = contentOf(item);
  if (content) {
    item.content = Buffer.from(change(content));
    item.inside = null;
    item.isChanged = true;
  }
}

/** By name; each may find that it does not apply. `n` and `bytes` say the rest. */
export const OF_TREES = {
  drop({ item }, n) {
    const at = childAt(item, n);
    if (at !== null) {
      item.items.splice(at, step(item));
    }
  },
  repeat({ item, all }, n) {
    const at = childAt(item, n);
    if (at !== null) {
      const child = item.items.slice(at, at + step(item));
      const times = n % 5 === 0 && all.length < 999 ? 2 ** (n % 13) : 1;
      const copies = Array.from({ length: times }, () => child.map(copy));
      item.items.splice(at, 0, ...copies.flat());
    }
  },
  swap({ item }, n) {
    const [from, to] = [childAt(item, n), childAt(item, n >> 4)];
    if (from !== null && from !== to) {
      const { items } = item;
      for (let i = 0; i < step(item); i++) {
        [items[from + i], items[to + i]] = [items[to + i], items[from + i]];
      }
      item.unsorted = true;
    }
  },
  insert({ item }, n, bytes) {
    if (item.items && item.major !== 6) {
      const value = anyItem(n >> 4, bytes);
      const added = item.major === 5 ? [itemOf(pick(KEYS, n)), value] : [value];
      item.items.push(...added);
    }
  },
  replace({ owner, slot }, n, bytes) {
    owner[slot] = anyItem(n, bytes);
  },
  /** By something else of the same object. */
  transplant({ owner, slot, all }, n) {
    const { owner: from, slot: there } = pick(all, n);
    if (from !== owner) {
      owner[slot] = copy(from[there]);
    }
  },
  number({ item }, n) {
    if (item.major < 2 || item.major === 6) {
      item.argument = pick(NUMBERS, n);
    }
  },
  add({ item }, n) {
    if (item.major < 2) {
      item.argument = BigInt.asUintN(64, item.argument + BigInt(n % 4));
    }
  },
  negate({ item }) {
    if (item.major < 2) {
      item.major = 1 - item.major;
    }
  },
  flip({ item }, n) {
    setContent(item, (content) =>
      OF_BYTES.flip(content, (n >> 3) % (content.length || 1), n)
    );
  },
  bytes({ item }, _n, bytes) {
    setContent(item, () => bytes);
  },
  longer({ item }, n, bytes) {
    setContent(item, (content) => Buffer.concat([content, bytes]));
  },
  shorter({ item }, n) {
    setContent(item, (content) => content.subarray(n % (content.length + 1)));
  },
  cleared({ item }, n) {
    setContent(item, (content) =>
      Buffer.alloc(content.length, pick([0, 255], n))
    );
  },
  words({ item }, n) {
    setContent(item, () => "Gruß 🚀 ".repeat(n % 99));
  },
  /** Seldom as long as an object may be, which takes its time. */
  long({ item }, n) {
    const length = n % 40 === 0 ? pick(LONG, n / 40) : 2 ** (n % 17) + (n % 7);
    setContent(item, () => Buffer.alloc(length, pick(["a", 0x80, 0x81, 0], n)));
  },
  sealAnew({ item }, n) {
    item.signer = n;
  },
  leaveSeal({ item }) {
    item.seal = undefined;
  },
  zeros({ item }, n) {
    item.zeros = (n % 2 === 0 ? 1 : -1) * (n % 600);
  },
  unpadded({ item }) {
    item.isPadded = !item.isPadded;
  },
  size({ item }, n) {
    item.size = pick([1, 2, 4, 8], n);
  },
  indefinite({ item }) {
    if (item.major > 1 && item.major < 6) {
      item.indefinite = true;
    }
  },
  count({ item }, n) {
    if (item.major > 1 && item.major < 6) {
      item.count = pick(NUMBERS, n);
    }
  },
  major({ item }, n) {
    const kinds = item.items ? [4, 5] : item.content ? [2, 3] : [0, 1, 7];
    item.major = pick(kinds, n);
  },
  wrap({ owner, slot }, n) {
    const depth = n % 50 === 0 ? n % 999 : n % 10;
    for (let i = 0; i < depth; i++) {
      const items = [owner[slot]];
      owner[slot] =
        n % 3 === 0
          ? makeItem(6, { argument: 16n, items })
          : makeItem(4, { items });
    }
  },
  unwrap({ owner, slot, item }, n) {
    if (item.items?.length > 0) {
      owner[slot] = pick(item.items, n);
    }
  },
};
