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
