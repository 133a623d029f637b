// Decorators around @tracked.
import { tracked } from "@glimmer/tracking";
import { trackedArray as newTrackedArray } from "@ember/reactive/collections";

/** Defines a tracked property on one object, before it is first read. */
export function defineTrackedProperty(target, key, value) {
  Object.defineProperty(
    target,
    key,
    tracked(target, key, { enumerable: true, initializer: () => value })
  );
}

/** A tracked field that makes an array assigned to it reactive. */
export function autoTrackedArray(target, key, descriptor) {
  const { initializer } = descriptor;
  const { get, set } = tracked(target, key, {
    ...descriptor,
    initializer() {
      return wrap(initializer?.call(this));
    },
  });
  return {
    configurable: true,
    enumerable: true,
    get,
    set(value) {
      set.call(this, wrap(value));
    },
  };
}

// the name it had before
export { autoTrackedArray as trackedArray };

const reactive = new WeakSet();

function wrap(value) {
  if (!Array.isArray(value) || reactive.has(value)) {
    return value;
  }
  const array = newTrackedArray(value);
  reactive.add(array);
  return array;
}
