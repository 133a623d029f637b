// host-only: core uses the package itsatrap
import { PLATFORM_KEY_MODIFIER } from "discourse/services/keyboard-shortcuts";

/** The event as the map spells it: "mod+b", "shift+tab". */
function keyName(event) {
  const mod = event[`${PLATFORM_KEY_MODIFIER}Key`];
  return [
    mod && "mod",
    event.altKey && "alt",
    event.shiftKey && "shift",
    event.key.toLowerCase(),
  ]
    .filter(Boolean)
    .join("+");
}

/**
 * Calls `keymap[name]` for the keys pressed in `element`; a handler that
 * returns false has dealt with its key.
 *
 * @param {Record<string, function(KeyboardEvent): boolean|void>} keymap
 * @returns {function} ends it
 */
export function bindKeys(element, keymap) {
  const pressed = (event) => {
    if (keymap[keyName(event)]?.(event) === false) {
      event.preventDefault();
    }
  };
  element.addEventListener("keydown", pressed);
  return () => element.removeEventListener("keydown", pressed);
}
