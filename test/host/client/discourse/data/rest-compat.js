import { get, getProperties } from "@ember/object";
import { trackedObject } from "@ember/reactive/collections";
import {
  applyModelCallbacks,
  applyRegisteredFields,
  modelNameFor,
} from "discourse/lib/model-extensions";

/**
 * The models that core has moved to its new data layer, as far as their callers of old meet them: what the server sent
 * lies in a bag of its own, which `set` writes to. A field that a plugin registered lies on the model instead and hides
 * the bag's, so `set` of it is seen by nobody who reads the field; assigning is.
 */
export default class RestCompatModel {
  /** Names of what core's schema declares: these are read from the bag, whatever it holds later. */
  static fields = [];

  static create(attributes = {}) {
    if (attributes instanceof this) {
      return attributes;
    }
    const bag = trackedObject({ ...attributes });
    const model = new this(bag);
    forward(model, bag, Object.keys(bag));
    return model;
  }

  #bag;

  constructor(bag) {
    this.#bag = bag;
    applyRegisteredFields(this, (name) => bag[name]);
    forward(this, bag, this.constructor.fields);
    applyModelCallbacks(modelNameFor(this), "init", this);
  }

  get(path) {
    return get(this, path);
  }

  getProperties(...names) {
    return getProperties(this, ...names);
  }

  set(name, value) {
    this.#bag[name] = value;
    return value;
  }

  setProperties(values) {
    Object.entries(values).forEach(([name, value]) => this.set(name, value));
    return values;
  }
}

function forward(model, bag, names) {
  for (const name of names) {
    if (!(name in model)) {
      Object.defineProperty(model, name, {
        configurable: true,
        enumerable: true,
        get: () => bag[name],
        set: (value) => (bag[name] = value),
      });
    }
  }
}
