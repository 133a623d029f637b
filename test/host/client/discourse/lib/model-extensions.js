// What plugins add to models: fields, accessors, methods, values to save, callbacks. Models are known by the name
// their class was stamped with when a plugin first asked for it.
import { tracked } from "@glimmer/tracking";
import { meta } from "@ember/-internals/meta";

let names = new WeakMap();
let fields = new Map();
let callbacks = new Map();
let undo = [];

export function stampModelClass(klass, modelName) {
  names.set(klass, modelName);
}

/** @returns {string|undefined} the name of the instance's class, or of the nearest stamped one above it */
export function modelNameFor(instance) {
  for (
    let klass = instance.constructor;
    klass;
    klass = Object.getPrototypeOf(klass)
  ) {
    if (names.has(klass)) {
      return names.get(klass);
    }
  }
}

/** @param {{ defaultValue?: any }} [options] */
export function registerModelField(modelName, name, { defaultValue } = {}) {
  const list = fields.get(modelName) ?? new Map();
  list.set(name, defaultValue);
  fields.set(modelName, list);
}

/**
 * Called while an instance is made, before its arguments are set.
 *
 * @param {(name: string) => any} [given] what the instance was given for a field, where it is no property of its own
 */
export function applyRegisteredFields(instance, given = () => undefined) {
  const list = fields.get(modelNameFor(instance)) ?? new Map();
  for (const [name, defaultValue] of list) {
    const value =
      given(name) ??
      (typeof defaultValue === "function"
        ? defaultValue.call(instance)
        : defaultValue);
    Object.defineProperty(
      instance,
      name,
      tracked(instance, name, { enumerable: true, initializer: () => value })
    );
  }
}

export function defineModelAccessor(klass, name, { get, set } = {}) {
  const before = inherited(klass.prototype, name);
  define(klass.prototype, name, {
    configurable: true,
    enumerable: true,
    get: get ?? before?.get,
    set: set ?? before?.set,
  });
}

export function defineModelMethod(klass, name, fn) {
  define(klass.prototype, name, {
    configurable: true,
    writable: true,
    value: fn,
  });
}

export function registerModelCallback(modelName, event, fn) {
  const key = `${modelName}/${event}`;
  callbacks.set(key, [...(callbacks.get(key) ?? []), fn]);
}

/**
 * Runs callbacks one after the other; what they throw stops the operation, what they promise may be awaited.
 *
 * @returns {Promise<any[]>}
 */
export function applyModelCallbacks(modelName, event, instance, result) {
  const list = callbacks.get(`${modelName}/${event}`) ?? [];
  return Promise.all(list.map((fn) => fn.call(instance, result)));
}

/** For tests. */
export function resetModelExtensions() {
  undo.reverse().forEach((restore) => restore());
  undo = [];
  names = new WeakMap();
  fields = new Map();
  callbacks = new Map();
}

// A tracked field is also known to Ember's own book-keeping, by which create() would go past what replaces it.
function define(target, name, descriptor) {
  const own = Object.getOwnPropertyDescriptor(target, name);
  const known = meta(target).peekDescriptors(name);
  undo.push(() => {
    if (own) {
      Object.defineProperty(target, name, own);
    } else {
      delete target[name];
    }
    if (known) {
      meta(target).writeDescriptors(name, known);
    }
  });
  if (known) {
    meta(target).removeDescriptors(name);
  }
  Object.defineProperty(target, name, descriptor);
}

function inherited(prototype, name) {
  for (let object = prototype; object; object = Object.getPrototypeOf(object)) {
    const descriptor = Object.getOwnPropertyDescriptor(object, name);
    if (descriptor) {
      return descriptor;
    }
  }
}
