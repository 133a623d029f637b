import { createHash } from "node:crypto";

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
