// host-only: all modules the framework finds by name. In core this is the AMD loader's list of entries.
let modules = {};

export function setModules(entries) {
  modules = entries;
}

/** @returns {string[]} such as "discourse/services/composer" */
export function moduleNames() {
  return Object.keys(modules);
}

export function moduleNamed(name) {
  return modules[name];
}

export function allModules() {
  return modules;
}
