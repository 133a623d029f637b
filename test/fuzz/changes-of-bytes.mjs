/* eslint-disable no-bitwise -- flipping single bits */

export const pick = (list, n) => list[n % list.length];

/** By name; `at` is where, `n` and `bytes` say the rest. */
export const OF_BYTES = {
  flip(list, at, n) {
    return list.length ? list.with(at, list[at] ^ (1 << (n % 8))) : list;
  },
  set(list, at, n) {
    return list.length ? list.with(at, n % 256) : list;
  },
  insert(list, at, _n, bytes) {
    return Buffer.concat([list.subarray(0, at), bytes, list.subarray(at)]);
  },
  remove(list, at, n) {
    return Buffer.concat([
      list.subarray(0, at),
      list.subarray(at + 1 + (n % 4)),
    ]);
  },
  cut(list, at) {
    return list.subarray(0, at);
  },
  double(list, at) {
    return Buffer.concat([list, list.subarray(at)]);
  },
  /** All of it the same, over and over; seldom a megabyte of it, which takes its time. */
  fill(_list, _at, n, bytes) {
    const length = 2 ** (n % (n % 40 === 0 ? 21 : 14));
    return Buffer.alloc(length, bytes.length ? bytes : 0x81);
  },
};

const CHARACTERS = [
  ..."=+/-_ABEQIgw09az .:~",
  ...["\n", "\r\n", "\0", "é", "Ａ", "🚀", "\u{feff}", "=="],
];

/** The same of a text's characters. */
export const OF_TEXTS = {
  put(list, at, n) {
    return [...list.slice(0, at), pick(CHARACTERS, n), ...list.slice(at)];
  },
  become(list, at, n) {
    return list.length ? list.with(at, pick(CHARACTERS, n)) : list;
  },
  end(list, at, n) {
    return [...list, pick(CHARACTERS, n)];
  },
  last(list, at, n) {
    return [...list.slice(0, -1), pick(CHARACTERS, n)];
  },
  remove(list, at, n) {
    return [...list.slice(0, at), ...list.slice(at + 1 + (n % 4))];
  },
  cut(list, at) {
    return list.slice(0, at);
  },
  double(list, at) {
    return [...list, ...list.slice(at)];
  },
  recase(list, at) {
    return list.map((character, i) =>
      i < at ? character : character.toUpperCase()
    );
  },
};
