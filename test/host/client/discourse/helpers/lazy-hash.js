/**
 * Like Ember's hash helper, but each value is read only when somebody asks for it, and the object stays the same.
 *
 * host-only: core's declaration leaves the argument out.
 *
 * @param {object} named the helper's named arguments
 * @returns {object} a plain object with getters
 */
export default function lazyHash(named) {
  return Object.defineProperties(
    {},
    Object.fromEntries(
      Object.keys(named).map((key) => [
        key,
        { enumerable: true, configurable: true, get: () => named[key] },
      ])
    )
  );
}
