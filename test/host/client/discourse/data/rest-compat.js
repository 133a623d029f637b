import { get, getProperties } from "@ember/object";
import { trackedObject } from "@ember/reactive/collections";
import WarpRestModel from "discourse/data/warp-rest-model";
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
export default class RestCompatModel extends WarpRestModel {
  static create(attributes = {}) {
    if (attributes instanceof this) {
      return attributes;
    }
    const resource = trackedObject({ ...attributes });
    const model = new this(resource);
    exposeOthers(model, resource);
    return model;
  }

  constructor(resource) {
    super(resource);
    applyRegisteredFields(this, (name) => resource[name]);
    applyModelCallbacks(modelNameFor(this), "init", this);
  }

  get(path) {
    return get(this, path);
  }

  getProperties(...names) {
    return getProperties(this, ...names);
  }

  set(name, value) {
    this.__resource[name] = value;
    return value;
  }

  setProperties(values) {
    Object.entries(values).forEach(([name, value]) => this.set(name, value));
    return values;
  }
}

/** What no schema knows is still there for who looks for it, such as what plugins add. */
function exposeOthers(model, resource) {
  for (const name of Object.keys(resource)) {
    if (!(name in model)) {
      Object.defineProperty(model, name, {
        configurable: true,
        enumerable: true,
        get: () => resource[name],
        set(value) {
          resource[name] = value;
        },
      });
    }
  }
}
