// Deep operations over plain objects and arrays.

export function deepMerge(...objects) {
  return objects.reduce((merged, object) => {
    for (const [key, value] of Object.entries(object ?? {})) {
      const both = isPlain(merged[key]) && isPlain(value);
      merged[key] = both ? deepMerge(merged[key], value) : value;
    }
    return merged;
  }, {});
}

export function deepEqual(one, other) {
  if (Object.is(one, other)) {
    return true;
  }
  if (!isObject(one) || !isObject(other)) {
    return false;
  }
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => key in other && deepEqual(one[key], other[key]))
  );
}

export function cloneJSON(object) {
  return JSON.parse(JSON.stringify(object));
}

export function deepFreeze(object) {
  Object.values(object).forEach(
    (value) => isObject(value) && deepFreeze(value)
  );
  return Object.freeze(object);
}

function isObject(value) {
  return typeof value === "object" && value !== null;
}

function isPlain(value) {
  return isObject(value) && Object.getPrototypeOf(value) === Object.prototype;
}
