import { createHash } from "node:crypto";

/** What `make` gives where the random generator gives the bytes of `random`; one at a time. */
export async function drawing(random, make) {
  crypto.getRandomValues = (array) => {
    array.set(random(array.length));
    return array;
  };
  try {
    return await make();
  } finally {
    delete crypto.getRandomValues; // the one of the prototype again
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
