import { later as runLater } from "@ember/runloop";
import { isTesting } from "discourse/lib/environment";

const TESTING_WAIT_MS = 10;

/**
 * Calls a function later. In tests the wait is 10 ms, as in core: a turn of the run loop, so that the order of calls is kept.
 *
 * @param {...any} args target and method, or a function; arguments; the wait in milliseconds
 */
export default function later(...args) {
  const last = args.length - 1;
  if (isTesting() && typeof args[last] === "number") {
    args[last] = TESTING_WAIT_MS;
  }
  return runLater(...args);
}
