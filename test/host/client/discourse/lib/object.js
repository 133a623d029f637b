// Deep operations over plain objects and arrays.

export function cloneJSON(object) {
  return JSON.parse(JSON.stringify(object));
}
