// Named points where plugins change a value or wrap a behaviour. Names are closed before plugins register, so that a
// misspelt one is noticed.
import { isTesting } from "discourse/lib/environment";
import {
  BEHAVIOR_TRANSFORMERS,
  VALUE_TRANSFORMERS,
} from "discourse/lib/registry/transformers";

export const transformerTypes = Object.freeze({
  BEHAVIOR: "BEHAVIOR",
  VALUE: "VALUE",
});

const coreNames = [
  ...BEHAVIOR_TRANSFORMERS.map((name) => keyFor(name, "BEHAVIOR")),
  ...VALUE_TRANSFORMERS.map((name) => keyFor(name, "VALUE")),
];
let names = new Set(coreNames);
const registered = new Map();
let open = false;

/** From here on transformers may be registered, and names may not be added. */
export function _freezeValidTransformerNames() {
  open = true;
}

/** @returns {boolean} false where the name is unknown */
export function _registerTransformer(name, transformerType, callback) {
  if (!transformerTypes[transformerType]) {
    throw new Error(`Invalid transformer type: ${transformerType}`);
  }
  if (!open) {
    throw new Error(
      `Transformer "${name}" was registered too early: use an initializer that runs after "freeze-valid-transformers".`
    );
  }
  const key = keyFor(name, transformerType);
  if (!names.has(key)) {
    // eslint-disable-next-line no-console
    console.warn(`Transformer "${name}" is unknown and will be ignored.`);
    return false;
  }
  if (typeof callback !== "function") {
    throw new Error(`Transformer "${name}" needs a function.`);
  }
  registered.set(key, [...(registered.get(key) ?? []), callback]);
  return true;
}

/**
 * Runs the registered behaviours around the default one; each gets `next`, and decides whether to call it.
 *
 * @param {string} transformerName
 * @param {({ context }) => any} defaultCallback
 * @param {object} [context] a plain object
 */
export function applyBehaviorTransformer(
  transformerName,
  defaultCallback,
  context
) {
  const key = checked(transformerName, "BEHAVIOR", context);
  const queue = [...(registered.get(key) ?? [])];
  const applied = { ...context };

  function next() {
    const callback = queue.shift();
    if (!callback) {
      return defaultCallback({ context: applied });
    }
    try {
      return callback({ context: applied, next });
    } catch (error) {
      reportBroken(error);
      return next();
    }
  }

  return next();
}

/**
 * @param {string} transformerName
 * @param {any} defaultValue
 * @param {object} [context] a plain object
 * @param {{ mutable?: boolean }} [opts] `mutable`: transformers change the value itself instead of returning one
 * @returns {any} the value after all transformers
 */
export function applyValueTransformer(
  transformerName,
  defaultValue,
  context,
  opts = { mutable: false }
) {
  const key = checked(transformerName, "VALUE", context);
  let value = defaultValue;
  for (const callback of registered.get(key) ?? []) {
    try {
      const result = callback({ value, context });
      if (!opts.mutable) {
        value = result;
      }
    } catch (error) {
      reportBroken(error);
    }
  }
  return value;
}

export function applyMutableValueTransformer(
  transformerName,
  defaultValue,
  context
) {
  return applyValueTransformer(transformerName, defaultValue, context, {
    mutable: true,
  });
}

/** For tests. */
export function resetTransformers() {
  names = new Set(coreNames);
  registered.clear();
  open = false;
}

function keyFor(name, type) {
  return `${name}/${type}`;
}

function checked(name, type, context) {
  const key = keyFor(name, type);
  if (!names.has(key)) {
    throw new Error(`Transformer name "${name}" does not exist.`);
  }
  const prototype = context && Object.getPrototypeOf(context);
  if (context && prototype !== Object.prototype && prototype !== null) {
    throw new Error(`Transformer "${name}": context must be a plain object.`);
  }
  return key;
}

function reportBroken(error) {
  document.dispatchEvent(
    new CustomEvent("discourse-error", {
      detail: { messageKey: "broken_transformer_alert", error },
    })
  );
  if (isTesting()) {
    throw error;
  }
  // eslint-disable-next-line no-console
  console.error(error);
}
