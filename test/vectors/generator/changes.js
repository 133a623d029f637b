// What is done to good objects to make bad ones. Each gives [what was done, the changed value], and perhaps what decides the
// cause: the key that was changed, or NEWER.
import {
  encode,
  entries,
  indefinite,
  join,
  longInteger,
  Raw,
  Tagged,
} from "./cbor";

/** Of what a later version of this client could have written. */
export const NEWER = Symbol("newer");

/** The changes without the keys that were changed. */
export function withoutKeys(changes) {
  return changes.map(([what, changed, key]) =>
    key === NEWER ? [what, changed, key] : [what, changed]
  );
}

/** The map with other values, by their keys; sorted, where a key is added. */
export function withValues(map, values) {
  const copy = new Map(map);
  for (const [key, value] of Object.entries(values)) {
    copy.set(Number(key), value);
  }
  return new Map(
    [...copy].toSorted(([one], [other]) =>
      Buffer.compare(join(encode(one)), join(encode(other)))
    )
  );
}

/** Another value of the same type. */
export function altered(value) {
  if (typeof value === "number") {
    return value < 0 ? value - 1 : value + 1;
  }
  if (value instanceof Uint8Array) {
    const copy = new Uint8Array(value);
    copy[copy.length - 1] += copy.at(-1) % 2 === 0 ? 1 : -1;
    return copy;
  }
  if (Array.isArray(value)) {
    return value.slice(1);
  }
  const copy = new Map(value);
  const [key, first] = [...copy].at(-1);
  return copy.set(key, altered(first));
}

/** Each field altered; the last item is its key. */
export function alterations(map, names) {
  return [...map].map(([key, value]) => [
    `${names[key]} altered`,
    new Map(map).set(key, altered(value)),
    key,
  ]);
}

/** Each field dropped, doubled, of another type (then with its key as the last item);
 * a field added; keys out of order. */
export function misshapings(map, names, where = "") {
  const list = [...map];
  const isHeader = where.startsWith("header");
  const above = list.filter(([key]) => key > 0).length;
  const cases = list.flatMap(([key, value], at) => [
    [`${names[key]} dropped`, new Map(list.filter(([other]) => other !== key))],
    [`${names[key]} doubled`, entries(list.toSpliced(at, 0, [key, value]))],
    [
      `${names[key]} of another type`,
      new Map(map).set(key, Array.isArray(value) ? 0 : []),
      key,
    ],
  ]);
  return [
    ...cases,
    [
      `${where}a field added`,
      entries(isHeader ? [...list, [-65548, 0]] : [[0, 0], ...list]),
    ],
    [
      `${where}a field of a newer version`,
      isHeader
        ? entries([...list, [-70000, 0]])
        : new Map(list.toSpliced(above, 0, [100, 0])),
      NEWER,
    ],
    [`${where}keys out of order`, entries(list.toReversed())],
  ];
}

/** What can be wrong about a tagged array of parts. */
export function structures({ tag, value: parts }) {
  return [
    ["without its tag", parts],
    ["under another tag", new Tagged(tag === 16 ? 18 : 16, parts)],
    ["under a tag of no meaning here", new Tagged(98, parts)],
    ["tagged twice", new Tagged(tag, new Tagged(tag, parts))],
    ["last item dropped", new Tagged(tag, parts.slice(0, -1))],
    ["an item added", new Tagged(tag, [...parts, new Uint8Array(1)])],
    ["array of indefinite length", new Tagged(tag, indefinite(parts))],
    [
      "unprotected header with a field added",
      new Tagged(
        tag,
        parts.with(1, new Map([...parts[1], [4, new Uint8Array(2)]]))
      ),
    ],
    [
      "unprotected header with a parameter of a newer version",
      new Tagged(tag, parts.with(1, new Map([...parts[1], [-70000, 0]]))),
      NEWER,
    ],
    ["protected header not wrapped", new Tagged(tag, parts.with(0, new Map()))],
    [
      "protected header empty",
      new Tagged(tag, parts.with(0, new Uint8Array(0))),
    ],
    [
      "protected header with a long integer",
      new Tagged(tag, parts.with(0, lengthened(parts[0]))),
    ],
    [
      "protected header with a byte behind it",
      new Tagged(tag, parts.with(0, join(parts[0], [0]))),
    ],
    ["trailing byte", new Raw(encode(new Tagged(tag, parts)), [0])],
    [
      "truncated by a byte",
      new Raw(encode(new Tagged(tag, parts)).slice(0, -1)),
    ],
    ["null", new Raw([0xf6])],
    ["no bytes at all", new Raw([])],
  ];
}

/** The same map with the number behind its first key in a longer form. */
function lengthened(header) {
  const value = header[2];
  const number =
    value >= 0x20 ? new Raw([0x38, value - 0x20]) : longInteger(value);
  return join(header.slice(0, 2), encode(number), header.slice(3));
}

/** What can be wrong about base64url. */
export function misspellings(text) {
  const last = text.at(-1);
  const alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const cases = [
    ["with padding", text.padEnd(Math.ceil((text.length + 1) / 4) * 4, "=")],
    ["with a line break", `${text.slice(0, 40)}\n${text.slice(40)}`],
    ["with a space behind it", `${text} `],
    ["with a character of ordinary base64", `${text.slice(0, -1)}+`],
    ["without a character", text.slice(0, -1)],
    ["empty", ""],
  ];
  if (text.length % 4 !== 0) {
    const stray = `${text.slice(0, -1)}${alphabet[alphabet.indexOf(last) + 1]}`;
    cases.push(["with unused bits that are not zero", stray]);
  }
  return cases;
}
