// In the place of `qunit` in the heart's tests: keeps what they define, so that it can be run over and over by a QUnit of
// each time, which knows nothing of the runs before.
const modules = [];
let qunit;

export function module(...definition) {
  if (qunit) {
    qunit.module(...definition);
  } else {
    modules.push(definition);
  }
}

export const test = new Proxy(() => {}, {
  apply: (_target, _this, definition) => qunit.test(...definition),
  get: (_target, kind) => qunit.test[kind],
});

/**
 * Defines everything anew.
 *
 * @param {typeof import("qunit")} newQUnit
 * @param {string[]} first names of modules that come before the others, in this order
 * @param {(name: string, share: () => unknown) => unknown} asShared called with what all tests of a module share: what
 *   defines them, and what comes before them
 */
function defineOn(newQUnit, first, asShared) {
  qunit = newQUnit;
  const places = new Map(first.map((name, at) => [name, at - first.length]));
  const placeOf = ([name]) => places.get(name) ?? 0;
  const ordered = [...modules].sort((a, b) => placeOf(a) - placeOf(b));
  for (const [name, define] of ordered) {
    qunit.module(name, function (hooks) {
      const before = (hook) =>
        hooks.before(function (...args) {
          return asShared(name, () => hook.apply(this, args));
        });
      asShared(name, () => define.call(this, { ...hooks, before }));
    });
  }
}

export default { config: {}, defineOn };
