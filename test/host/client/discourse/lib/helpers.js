// What helpers without an owner of their own may use, set up once by inject-objects.
let context;

export function createHelperContext(values) {
  context = values;
}

/** @returns {object} siteSettings, site, currentUser, session, capabilities, keyValueStore */
export function helperContext() {
  return context;
}

export function makeArray(value) {
  if (value === null || value === undefined) {
    return [];
  }
  return Array.isArray(value) ? value : [value];
}
