// An ordered collection whose items say before or after which others they want to be.
import DAGMap from "dag-map";
import { makeArray } from "discourse/lib/helpers";

export default class DAG {
  /** @param {Iterable<[string, any, object?]>} entriesLike */
  static from(entriesLike, opts) {
    const dag = new this(opts);
    for (const [key, value, position] of entriesLike) {
      dag.add(key, value, position);
    }
    return dag;
  }

  #items = new Map();
  #defaultPosition;
  #opts;

  constructor(opts = {}) {
    this.#opts = opts;
    this.#defaultPosition = opts.defaultPosition ?? {};
  }

  /** @returns {boolean} false where the key is there already */
  add(key, value, position) {
    if (this.has(key)) {
      return false;
    }
    const wanted = position ?? this.#defaultFor(key);
    this.#items.set(key, { value, position: wanted });
    this.#opts.onAddItem?.(key, value, wanted);
    return true;
  }

  delete(key) {
    const deleted = this.#items.delete(key);
    if (deleted) {
      this.#opts.onDeleteItem?.(key);
    }
    return deleted;
  }

  replace(key, value, position) {
    const old = this.#items.get(key);
    if (!old) {
      return false;
    }
    this.#items.set(key, { value, position: position ?? old.position });
    this.#opts.onReplaceItem?.(key, value, old.value, position, old.position);
    return true;
  }

  has(key) {
    return this.#items.has(key);
  }

  entries() {
    return [...this.#items].map(([key, { value, position }]) => [
      key,
      value,
      position,
    ]);
  }

  /** @returns {{ key: string, value: any, position: object }[]} in order, each once */
  resolve() {
    const sorted = new DAGMap();
    for (const [key, { value, position }] of this.#items) {
      sorted.add(key, value, position.before, position.after);
    }
    const result = [];
    sorted.each((key, value) => {
      // a key that others only refer to has no value
      if (this.has(key)) {
        result.push({ key, value, position: this.#items.get(key).position });
      }
    });
    return result;
  }

  #defaultFor(key) {
    const position = { ...this.#defaultPosition };
    for (const side of ["before", "after"]) {
      if (makeArray(position[side]).includes(key)) {
        delete position[side];
      }
    }
    return position;
  }
}
