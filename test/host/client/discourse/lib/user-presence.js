// Whether the member is looking at the page.
import { isTesting } from "discourse/lib/environment";

const UNSEEN_MS = 60_000;
let lastActivity = Date.now();

for (const event of [
  "keydown",
  "mousemove",
  "mousedown",
  "scroll",
  "touchstart",
]) {
  document.addEventListener(event, () => (lastActivity = Date.now()), {
    passive: true,
    capture: true,
  });
}

/** @returns {boolean} false where the page is hidden, or nothing was done for `userUnseenTime` milliseconds */
export default function userPresent({ userUnseenTime = UNSEEN_MS } = {}) {
  if (isTesting()) {
    return true;
  }
  return !document.hidden && Date.now() - lastActivity < userUnseenTime;
}
