// From good objects to inputs. A recipe says which object it begins with and what is done to it.
import fc from "fast-check";
import {
  byteChanges,
  changeBytes,
  changeText,
  changeTree,
  textChanges,
  treeChanges,
} from "./changes.mjs";
import { MARKER } from "./decoders.mjs";
import { unseal } from "./seals.mjs";
import { read, write } from "./tree.mjs";

const MAX_CHANGES = 16;
const LONG = 20_000; // characters

/** What is drawn for one input: a recipe to go on from, and what to do besides. */
const steps = fc.record({
  from: fc.nat(),
  /** of which other input the reader knows what it knows, if not of the same */
  known: fc.option(fc.nat(), { freq: 12 }),
  tree: treeChanges,
  bytes: byteChanges,
  text: textChanges,
});

/** The inputs of a decoder. */
export class Inputs {
  steps = steps;
  #decoder;
  #seeds;
  /** How many of the seeds are good. */
  #good;
  /** Recipes that inputs are made from: at first the objects as they are, then what reached something new. */
  #corpus;

  constructor(decoder) {
    this.#decoder = decoder;
    const { good, others } = decoder.from();
    this.#good = good.length;
    this.#seeds = [...good, ...others]
      .map((given) => this.#seed(given))
      .filter(({ bytes }) => bytes || decoder.form !== "bytes");
    this.#corpus = this.#seeds.map((_, seed) => ({
      ...{ seed, known: seed, tree: [], bytes: [], text: [] },
    }));
  }

  get size() {
    return this.#corpus.length;
  }

  /** The good objects, taken apart and put together again. */
  good() {
    const { field } = this.#decoder;
    return this.#seeds
      .slice(0, this.#good)
      .map(({ given, marker, root, bytes }) => ({
        ...given,
        [field]: marker + (root ? write(root) : bytes).toString("base64url"),
      }));
  }

  /** The whole recipe of one that goes on from another: every third from a good object. */
  recipe({ from, known, tree, bytes, text }) {
    const count = from % 3 === 0 ? this.#good : this.#corpus.length;
    const before = this.#corpus[Math.floor(from / 3) % count];
    return {
      seed: before.seed,
      known: known === null ? before.known : known % this.#seeds.length,
      tree: [...before.tree, ...tree],
      bytes: [...before.bytes, ...bytes],
      text: [...before.text, ...text],
    };
  }

  /** Whether others may go on from it: were it long, all of them would be slow. */
  leadsOn(given) {
    return given[this.#decoder.field].length < LONG;
  }

  /** Others go on from these. */
  keep(recipes) {
    this.#corpus.push(
      ...recipes.filter(
        ({ tree, bytes, text }) =>
          tree.length + bytes.length + text.length <= MAX_CHANGES
      )
    );
  }

  /** What is given to the decoder. */
  make({ seed, known, tree, bytes, text }) {
    const { marker, text: original, bytes: whole, root } = this.#seeds[seed];
    let input = original;
    if (whole && tree.length + bytes.length > 0) {
      const changed = root ? write(changeTree(root, tree)) : whole;
      input = changeBytes(changed, bytes).toString("base64url");
    }
    const isText = this.#decoder.form !== "bytes";
    return {
      ...this.#seeds[known].given,
      [this.#decoder.field]: isText ? changeText(marker + input, text) : input,
    };
  }

  #seed(given) {
    const { field, form } = this.#decoder;
    const marker =
      form === "raw" && given[field].startsWith(MARKER) ? MARKER : "";
    const text = given[field].slice(marker.length);
    const bytes = Buffer.from(text, "base64url");
    const isWhole = bytes.toString("base64url") === text;
    return {
      given,
      marker,
      text,
      bytes: isWhole ? bytes : null,
      root: isWhole ? treeOf(bytes, given) : null,
    };
  }
}

function treeOf(bytes, given) {
  try {
    const root = read(bytes);
    unseal(root, given);
    return root;
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error;
    }
    return null; // only its bytes can be changed
  }
}
