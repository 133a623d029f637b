/**
 * Which composition belongs to which composer model. Core keeps one model while
 * its composer is minimised, made full screen or fails to send, and makes another
 * for the next message, so the text lives and ends with it.
 */
import { trackedWeakMap } from "@ember/reactive/collections";
import type { ComposerModel } from "../types/core";
import type Composition from "./composition";

const compositions = trackedWeakMap<ComposerModel, Composition>([]);

/** @returns the composition, when the message in `model` is encrypted */
export function compositionOf(
  model: ComposerModel | null | undefined
): Composition | undefined {
  return model ? compositions.get(model) : undefined;
}

export function setComposition(
  model: ComposerModel,
  composition: Composition | null
): void {
  if (composition) {
    compositions.set(model, composition);
  } else {
    compositions.delete(model);
  }
}
