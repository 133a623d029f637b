// What is done to good objects: to the tree of their CBOR, to its bytes, and to the text that these are written as.
import fc from "fast-check";
import { OF_BYTES, OF_TEXTS, pick } from "./changes-of-bytes.mjs";
import { OF_TREES } from "./changes-of-trees.mjs";
import { copy, places } from "./tree.mjs";

const change = (kinds) =>
  fc.record({
    at: fc.nat(),
    how: fc.constantFrom(...Object.keys(kinds)),
    n: fc.nat(),
    bytes: fc.uint8Array({ maxLength: 40 }),
  });

/** Up to so many of them, once in seven. */
const seldom = (kinds, maxLength) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.array(change(kinds), { minLength: 1, maxLength }),
    }
  );

/** What is done to a tree, to bytes, and to a text. */
export const treeChanges = fc.array(change(OF_TREES), { maxLength: 3 });
export const byteChanges = seldom(OF_BYTES, 3);
export const textChanges = seldom(OF_TEXTS, 2);

/** A changed copy. */
export function changeTree(root, changes) {
  const holder = { root: copy(root) };
  for (const { at, how, n, bytes } of changes) {
    const all = places(holder);
    const { owner, slot } = pick(all, at);
    OF_TREES[how]({ owner, slot, item: owner[slot], all }, n, bytes);
  }
  return holder.root;
}

export function changeBytes(bytes, changes) {
  return Buffer.from(changed(bytes, changes, OF_BYTES));
}

export function changeText(text, changes) {
  return changes.length ? changed([...text], changes, OF_TEXTS).join("") : text;
}

function changed(whole, changes, kinds) {
  return changes.reduce(
    (list, { at, how, n, bytes }) =>
      kinds[how](list, at % (list.length || 1), n, bytes),
    whole
  );
}
