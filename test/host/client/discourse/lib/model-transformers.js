// Functions of plugins that see lists of topics, notifications or bookmarks before they are rendered.
const transformers = new Map();

export function registerModelTransformer(modelName, func) {
  transformers.set(modelName, [...(transformers.get(modelName) ?? []), func]);
}

/** Runs them in turn, each awaited: rendering waits as well. One that fails leaves the list as it was. */
export async function applyModelTransformations(modelName, models) {
  for (const transformer of transformers.get(modelName) ?? []) {
    try {
      await transformer(models);
    } catch (error) {
      // eslint-disable-next-line no-console
      console.error(`A transformer of ${modelName} failed:`, error);
    }
  }
}

export function resetModelTransformers() {
  transformers.clear();
}
