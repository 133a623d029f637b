/**
 * The draft that core has saved in the clear before the box was ticked. Core's own
 * `destroyDraft` is no proof that it is gone: the site answers "OK" also where the
 * row's sequence had moved on and nothing was deleted, and a request without an
 * answer leaves it waiting for ever. So the row is looked at afterwards.
 */
import { ajax } from "discourse/lib/ajax";
import type { ComposerModel, ComposerService } from "../types/core";
import { haveCsrfToken } from "./csrf-token";

interface DraftPayload {
  /** JSON as it was saved; null where there is none */
  draft: string | null;
  draft_sequence: number;
}

/** Once with the sequence that is known here, once with the site's. */
const ATTEMPTS = 2;

/** Whether core may have saved something: only a save gives a sequence. */
function mayBeSaved(composer: ComposerService, model: ComposerModel): boolean {
  return typeof model.draftSequence === "number" || isSaving(composer, model);
}

function isSaving(composer: ComposerService, model: ComposerModel): boolean {
  return Boolean(composer._saveDraftPromise || model.draftSaving);
}

/**
 * Deletes the site's draft of `model`, after a save under way. The caller sees to
 * it that core saves none meanwhile (`disableDrafts`).
 *
 * @throws where the draft may still be there
 */
export async function erasePlainDraft(
  composer: ComposerService,
  model: ComposerModel
): Promise<void> {
  if (!mayBeSaved(composer, model)) {
    return;
  }
  await haveCsrfToken();
  // rejected where core had nothing to save
  await composer._saveDraftPromise?.catch(() => {});
  await erase(model);
}

async function erase(model: ComposerModel): Promise<void> {
  const path = `/drafts/${encodeURIComponent(model.draftKey)}.json`;
  let sequence = model.draftSequence;

  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    await ajax(path, {
      type: "DELETE",
      data: { draft_key: model.draftKey, sequence },
      ignoreUnsent: false,
    });
    const left = (await ajax(path, { ignoreUnsent: false })) as DraftPayload;

    sequence = left.draft_sequence;
    model.set("draftSequence", sequence);
    if (left.draft === null) {
      return;
    }
  }
  throw new Error("the draft is still there");
}
