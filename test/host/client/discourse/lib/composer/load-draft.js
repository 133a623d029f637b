// host-only: a part of core's services/composer
import Composer from "discourse/models/composer";
import Draft from "discourse/models/draft";

/**
 * A composer model that holds what the server kept.
 *
 * @param {object} opts those of the composer service's `open`, with the draft
 *   as an object or its JSON text; an unreadable one is deleted
 */
export default async function loadDraft(store, opts) {
  let { draft } = opts;
  try {
    draft = typeof draft === "string" ? JSON.parse(draft) : draft;
  } catch {
    draft = {};
    Draft.clear(opts.draftKey, opts.draftSequence);
  }

  const attributes = {
    draftKey: opts.draftKey,
    draftSequence: opts.draftSequence,
    draft: true,
    composerState: Composer.DRAFT,
    topic: opts.topic,
  };
  for (const field of Composer.serializedFieldsForDraft()) {
    attributes[field] = draft[field] || opts[field];
  }

  const composer = store.createRecord("composer");
  await composer.open(attributes);
  return composer;
}
