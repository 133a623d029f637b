// Whether the member is looking at the page.
import { isTesting } from "discourse/lib/environment";

const UNSEEN_MS = 60_000;
let lastActivity = Date.now();

function seen() {
  lastActivity = Date.now();
}

const SIGNS = ["keydown", "mousemove", "mousedown", "scroll", "touchstart"];
SIGNS.forEach((event) =>
  document.addEventListener(event, seen, { passive: true, capture: true })
);

/** @returns {boolean} false where the page is hidden, or nothing was done for `userUnseenTime` milliseconds */
export default function userPresent({ userUnseenTime = UNSEEN_MS } = {}) {
  if (isTesting()) {
    return true;
  }
  return !document.hidden && Date.now() - lastActivity < userUnseenTime;
}
