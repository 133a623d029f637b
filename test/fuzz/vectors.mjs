import { readFileSync } from "node:fs";

const read = new Map();

/** A file of test/vectors/. */
export function vectors(name) {
  if (!read.has(name)) {
    const file = new URL(`../vectors/${name}.json`, import.meta.url);
    read.set(name, JSON.parse(readFileSync(file, "utf8")));
  }
  return read.get(name);
}
