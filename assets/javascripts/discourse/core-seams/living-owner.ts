/**
 * The owner of an object of core's. Core gives its container to those that were made without an owner, and a container is no
 * destroyable: it has a flag of its own.
 */
import { isDestroying } from "@ember/destroyable";
import type Owner from "@ember/owner";
import { getOwner } from "@ember/owner";

/** The owner, unless there is none any more: what was put off may come after the application. */
export function livingOwner(object: object): Owner | undefined {
  const owner = getOwner(object) as
    | (Owner & { isDestroyed?: boolean })
    | undefined;
  return owner && !isDestroying(owner) && !owner.isDestroyed
    ? owner
    : undefined;
}
