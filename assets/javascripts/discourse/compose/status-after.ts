import { ProtocolError } from "../lib/errors";
import type { Closed } from "../reading/reading";
import {
  NotOwn,
  OlderRevision,
  Unread,
} from "../services/encrypted-messages-edits";
import type { CompositionStatus } from "./composition";

/** What is said of a text that could not be put back into the composer. */
export function statusAfter(error: unknown): CompositionStatus {
  switch (true) {
    case error instanceof OlderRevision:
      return "outdated";
    case error instanceof NotOwn:
      return "not-own";
    case error instanceof Unread:
      return error.state === "failed" ? "unverified" : asStatus(error.state);
    case error instanceof ProtocolError:
      return ["replaced", "moved"].includes(error.reason)
        ? "misplaced"
        : "unreadable";
    default:
      return "unreachable";
  }
}

/** Keys that went while it was read are asked for again. */
function asStatus(
  state: Exclude<Closed["state"], "failed">
): CompositionStatus {
  return state === "unavailable" ? "hindered" : state;
}
