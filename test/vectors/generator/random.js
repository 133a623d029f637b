import { createHash } from "node:crypto";

/** The first of the times in the vectors: 2026-01-01. */
export const CREATED_AT = 1767225600000;

/** What `make` gives where the random generator gives the bytes of `random`, at one moment; one at a time. */
export async function drawing(random, make, now = CREATED_AT) {
  const { now: clock } = Date;
  crypto.getRandomValues = (array) => {
    array.set(random(array.length));
    return array;
  };
  Date.now = () => now;
  try {
    return await make();
  } finally {
    delete crypto.getRandomValues; // the one of the prototype again
    Date.now = clock;
  }
}

/** Random bytes that are the same at each run, and no two alike within one. */
export function seededRandom(seed) {
  let drawn = 0;
  return (length) => {
    const blocks = [];
    for (let have = 0; have < length; have += 32) {
      blocks.push(createHash("sha256").update(`${seed} ${drawn++}`).digest());
    }
    return new Uint8Array(Buffer.concat(blocks).subarray(0, length));
  };
}
