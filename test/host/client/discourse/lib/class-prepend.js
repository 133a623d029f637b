// Changes a class in place, so that modules which imported it see the change too.
const originals = new Map();

/**
 * @param {Function} klass
 * @param {(Base: Function) => Function} callback returns a class that extends Base. Its methods, accessors, decorated
 *   fields and statics are taken over; plain fields and a constructor cannot be.
 */
export default function classPrepend(klass, callback) {
  if (!originals.has(klass)) {
    originals.set(klass, {
      statics: Object.getOwnPropertyDescriptors(klass),
      prototype: Object.getOwnPropertyDescriptors(klass.prototype),
    });
  }

  // What `super` reaches: the class as it is now.
  const Base = function () {};
  Object.setPrototypeOf(Base, Object.getPrototypeOf(klass));
  Object.defineProperties(
    Base,
    without(klass, ["prototype", "length", "name"])
  );
  Base.prototype = Object.create(
    Object.getPrototypeOf(klass.prototype),
    Object.getOwnPropertyDescriptors(klass.prototype)
  );

  const modified = callback(Base);
  Object.defineProperties(
    klass.prototype,
    configurable(without(modified.prototype, ["constructor"]))
  );
  Object.defineProperties(
    klass,
    configurable(without(modified, ["prototype", "length", "name"]))
  );
}

/** For tests: every changed class as it was. */
export function rollbackAllPrepends() {
  for (const [klass, { statics, prototype }] of originals) {
    restore(klass, statics, ["prototype"]);
    restore(klass.prototype, prototype, ["constructor"]);
  }
  originals.clear();
}

function without(object, names) {
  const descriptors = Object.getOwnPropertyDescriptors(object);
  names.forEach((name) => delete descriptors[name]);
  return descriptors;
}

function configurable(descriptors) {
  for (const key of Reflect.ownKeys(descriptors)) {
    descriptors[key].configurable = true;
  }
  return descriptors;
}

function restore(target, descriptors, kept) {
  for (const key of Reflect.ownKeys(target)) {
    if (
      !(key in descriptors) &&
      Object.getOwnPropertyDescriptor(target, key).configurable
    ) {
      delete target[key];
    }
  }
  for (const key of Reflect.ownKeys(descriptors)) {
    if (
      !kept.includes(key) &&
      Object.getOwnPropertyDescriptor(target, key)?.configurable !== false
    ) {
      Object.defineProperty(target, key, descriptors[key]);
    }
  }
}
