// Core's method decorators.
import { schedule } from "@ember/runloop";
import discourseDebounce from "discourse/lib/debounce";

/** Binds a method to its instance. */
export function bind(_target, name, descriptor) {
  return {
    configurable: true,
    get() {
      const bound = descriptor.value.bind(this);
      Object.defineProperty(this, name, { value: bound, writable: true });
      return bound;
    },
  };
}

/** Runs a method after the next render, unless the object is gone by then. */
export function afterRender(_target, _name, descriptor) {
  const method = descriptor.value;
  descriptor.value = function (...args) {
    schedule("afterRender", () => {
      if (this && !this.isDestroying && !this.isDestroyed) {
        method.apply(this, args);
      }
    });
  };
  return descriptor;
}

/** Runs a method once its calls have paused for `delay` milliseconds. */
export function debounce(delay, immediate = false) {
  return function (_target, _name, descriptor) {
    const method = descriptor.value;
    return {
      enumerable: descriptor.enumerable,
      configurable: descriptor.configurable,
      get() {
        return (...args) =>
          discourseDebounce(this, method, ...args, delay, immediate);
      },
    };
  };
}
