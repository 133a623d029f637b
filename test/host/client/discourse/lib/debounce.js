import { debounce } from "@ember/runloop";
import { isTesting } from "discourse/lib/environment";

const TESTING_PAUSE_MS = 10;

/**
 * Calls a function once its calls have paused. In tests the pause is 10 ms, as in core.
 *
 * @param {object} context `this` of the function
 * @param {Function} method must be the same function each time
 * @param {...any} args arguments; then the pause in milliseconds; then `true` to call at once instead
 */
export default function discourseDebounce(...args) {
  if (isTesting()) {
    const immediate = typeof args.at(-1) === "boolean";
    const at = args.length - (immediate ? 2 : 1);
    if (typeof args[at] === "number") {
      args[at] = TESTING_PAUSE_MS;
    }
  }
  return debounce(...args);
}
