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

/** A tracked field whose initializer runs anew whenever what it was derived from changes. */
export function resettableTracked(_prototype, _key, descriptor) {
  const states = new WeakMap();

  class State {
    @tracked current;
    upstream;
  }

  const stateOf = (instance) => {
    if (!states.has(instance)) {
      states.set(instance, new State());
    }
    return states.get(instance);
  };

  return {
    configurable: true,
    enumerable: true,
    get() {
      const state = stateOf(this);
      const upstream = descriptor.initializer?.call(this);
      if (upstream !== state.upstream) {
        state.upstream = upstream;
        state.current = upstream;
      }
      return state.current;
    },
    set(value) {
      stateOf(this).current = value;
    },
  };
}

/** A tracked field that says nothing when it is given the value it has. */
export function dedupeTracked(target, key, descriptor) {
  const { get, set } = tracked(target, key, descriptor);
  const last = new WeakMap();

  return {
    configurable: true,
    enumerable: true,
    get,
    set(value) {
      if (!last.has(this) || last.get(this) !== value) {
        last.set(this, value);
        set.call(this, value);
      }
    },
  };
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
