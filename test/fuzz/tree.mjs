// CBOR as a tree of items, each of which can be written otherwise than it should be.

/** Stands where another has its major type: content without a head, such as what is inside a ciphertext. */
export const CONTENT = 8;

const SIZES = [0, 1, 2, 4, 8]; // bytes of an argument

/**
 * An item. By its major type it has an `argument` (0, 1, 7, and the tag's number), `content` (2, 3) or `items` (4, 5, 6).
 * How it is written: `size` of the argument at least, `indefinite` length, a `count` that is not true, `unsorted` keys.
 * A byte string that holds CBOR has it `inside`.
 */
export function makeItem(major, parts = {}) {
  return { major, argument: 0n, content: null, items: null, ...parts };
}

/** Of integers, byte strings, texts, arrays and maps. */
export function itemOf(value) {
  if (typeof value === "number" || typeof value === "bigint") {
    const n = BigInt(value);
    return n < 0n
      ? makeItem(1, { argument: -1n - n })
      : makeItem(0, { argument: n });
  }
  if (typeof value === "string") {
    return makeItem(3, { content: Buffer.from(value) });
  }
  if (value instanceof Uint8Array) {
    return makeItem(2, { content: Buffer.from(value) });
  }
  return value instanceof Map
    ? makeItem(5, { items: [...value].flat().map(itemOf) })
    : makeItem(4, { items: value.map(itemOf) });
}

/**
 * The one item of which the bytes are made.
 *
 * @throws Error where they are not well-formed, or of a form that is never read here
 */
export function read(bytes) {
  const buffer = Buffer.from(bytes);
  let at = 0;
  const item = next();
  if (at !== buffer.length) {
    throw new RangeError("more than one item");
  }
  return item;

  function next() {
    const major = Math.floor(buffer.readUInt8(at) / 32);
    const short = buffer.readUInt8(at) % 32;
    at += 1;
    const size = short < 24 ? 0 : SIZES[short - 23];
    if (size === undefined || major === 7) {
      throw new RangeError("not read here");
    }
    const argument =
      size === 0
        ? BigInt(short)
        : BigInt(`0x${buffer.toString("hex", at, at + size)}`);
    at += size;
    if (at > buffer.length || (major > 1 && argument > buffer.length)) {
      throw new RangeError("cut short");
    }
    if (major < 2) {
      return makeItem(major, { argument, size });
    }
    const length = Number(argument);
    if (major < 4) {
      at += length;
      const content = buffer.subarray(at - length, at);
      return makeItem(major, { content, size });
    }
    const count = major === 6 ? 1 : major === 5 ? length * 2 : length;
    const items = Array.from({ length: count }, next);
    return makeItem(major, { argument, items, size });
  }
}

/** The bytes of an item; `content` takes the place of a byte string's own. */
export function write(item, content = contentOf(item)) {
  const { major, items, size = 0 } = item;
  const written = items ? writtenItems(item) : [content ?? Buffer.alloc(0)];
  if (major === CONTENT) {
    return padded(item, Buffer.concat(written));
  }
  if (item.indefinite) {
    const pieces = content
      ? [head(major, BigInt(content.length)), content]
      : written;
    return Buffer.concat([
      Buffer.from([major * 32 + 31]),
      ...pieces,
      Buffer.from([0xff]),
    ]);
  }
  const counts = { 2: content?.length, 3: content?.length, 4: items?.length };
  const count =
    major === 5 ? Math.floor(items.length / 2) : (counts[major] ?? null);
  const argument =
    item.count ?? (count === null ? item.argument : BigInt(count));
  return Buffer.concat([head(major, argument, size), ...written]);
}

/** What a byte string or a text holds; `wrap` encrypts it. */
export function contentOf({ inside, content, wrap = (bytes) => bytes }) {
  return inside ? wrap(write(inside)) : content;
}

function writtenItems(item) {
  const fresh = item.seal?.(item) ?? {}; // signature or ciphertext, by place
  const written = item.items.map((child, i) => write(child, fresh[i]));
  if (item.major !== 5 || item.unsorted) {
    return written;
  }
  const entries = [];
  for (let i = 0; i < written.length; i += 2) {
    entries.push(written.slice(i, i + 2));
  }
  return entries.sort(([a], [b]) => Buffer.compare(a, b)).flat();
}

function head(major, argument, atLeast = 0) {
  const needed =
    argument < 24n
      ? 0
      : SIZES.find((size) => size > 0 && argument < 2n ** BigInt(8 * size));
  const size = Math.max(needed, atLeast);
  if (size === 0) {
    return Buffer.from([major * 32 + Number(argument)]);
  }
  const bytes = Buffer.alloc(9);
  bytes.writeBigUInt64BE(argument, 1);
  bytes[8 - size] = major * 32 + 23 + SIZES.indexOf(size);
  return bytes.subarray(8 - size);
}

/** docs/protocol.md §4.3; `zeros` more than that, or fewer. */
function padded({ isPadded, steps, zeros = 0 }, content) {
  if (!isPadded) {
    return content;
  }
  const marked = Buffer.concat([content, Buffer.from([0x80])]);
  const wanted = paddedLength(marked.length, steps) + zeros;
  const length = Math.max(marked.length, wanted);
  return Buffer.concat([marked, Buffer.alloc(length - marked.length)]);
}

/** Lengths of short contents: of all, and of titles. */
export const STEPS = [[512], [320, 416, 512]];

export function paddedLength(length, steps = STEPS[0]) {
  const step = steps.find((each) => length <= each);
  const exponent = Math.floor(Math.log2(length));
  const unit = 2 ** (exponent - Math.floor(Math.log2(exponent)) - 1);
  return step ?? Math.ceil(length / unit) * unit;
}

/** A copy, to be changed. */
export function copy(item) {
  return {
    ...item,
    ...(item.items ? { items: item.items.map(copy) } : {}),
    ...(item.inside ? { inside: copy(item.inside) } : {}),
  };
}

/** Where every item is kept that can be changed: `owner[slot]`. The first is `holder.root`. */
export function places(holder) {
  const found = [];
  visit({ owner: holder, slot: "root" });
  return found;

  function visit(place) {
    found.push(place);
    const item = place.owner[place.slot];
    item.items?.forEach((_, at) => visit({ owner: item.items, slot: at }));
    if (item.inside && !item.inside.isOpaque) {
      visit({ owner: item, slot: "inside" });
    }
  }
}
