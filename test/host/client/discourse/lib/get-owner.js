import { getOwner as emberGetOwner } from "@ember/owner";

let defaultOwner;

/** The owner of an object, or the application's where it has none. */
export function getOwnerWithFallback(object) {
  return (object && emberGetOwner(object)) || defaultOwner;
}

export function setDefaultOwner(container) {
  defaultOwner = container;
}
