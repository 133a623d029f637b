import { later as runLater } from "@ember/runloop";
import { isTesting } from "discourse/lib/environment";

/**
 * Calls a function later. In tests the wait is left out, as in core.
 *
 * @param {...any} args target and method, or a function; arguments; the wait in milliseconds
 */
export default function later(...args) {
  const last = args.length - 1;
  if (isTesting() && typeof args[last] === "number") {
    args[last] = 0;
  }
  return runLater(...args);
}
