// host-only: core's types leave select-kit out
/** By identifier of a select-kit: what plugins make of its content. */
const replacements = new Map();

/** `api.modifySelectKit(identifier)`, of which the host has only what replaces. */
export function modifySelectKit(identifier) {
  return {
    replaceContent(callback) {
      replacements.set(identifier, [
        ...(replacements.get(identifier) ?? []),
        callback,
      ]);
      return modifySelectKit(identifier);
    },
  };
}

export function applyContentPluginApiCallbacks(content, component) {
  return (replacements.get(component.pluginApiIdentifier) ?? []).reduce(
    (before, callback) => callback(component, before) || before,
    content
  );
}

export function clearCallbacks() {
  replacements.clear();
}
