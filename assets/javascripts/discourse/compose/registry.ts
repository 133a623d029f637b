/**
 * Which composition belongs to which composer model, and why its message cannot go, if so. Core keeps one model while
 * its composer is minimised, made full screen or fails to send, and makes another
 * for the next message, so the text lives and ends with it.
 */
import { trackedWeakMap } from "@ember/reactive/collections";
import type { ComposerModel } from "../types/core";
import type Composition from "./composition";
import type { Refusal } from "./composition";

const compositions = trackedWeakMap<ComposerModel, Composition>([]);
const refusals = trackedWeakMap<ComposerModel, Refusal>([]);

/** @returns the composition, when the message in `model` is encrypted */
export function compositionOf(
  model: ComposerModel | null | undefined
): Composition | undefined {
  return model ? compositions.get(model) : undefined;
}

/** A refusal ends with what it was about. */
export function setComposition(
  model: ComposerModel,
  composition: Composition | null
): void {
  setRefusal(model, null);
  if (composition) {
    compositions.set(model, composition);
  } else {
    compositions.delete(model);
  }
}

/** @returns why the message cannot be encrypted, or cannot go as it is; null where nothing is known against it */
export function refusalOf(model: ComposerModel): Refusal | null {
  return refusals.get(model) ?? null;
}

export function setRefusal(
  model: ComposerModel,
  refusal: Refusal | null
): void {
  if (refusal) {
    refusals.set(model, refusal);
  } else {
    refusals.delete(model);
  }
}
