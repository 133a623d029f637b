import { type KeyChange, ProtocolError } from "../lib/index";
import type { Closed } from "../reading/reading";
import type { CompositionStatus } from "./composition";

/** The site shows less than this device has seen: what is made of it would have a revision that others know with another text. */
export class OlderRevision extends Error {}

/** The message was edited elsewhere while it was being edited here. */
export class EditedElsewhere extends Error {}

/** The site has the message already, in other words or for others than are chosen now. */
export class StoredOtherwise extends Error {}

/** Only its author can sign a message. */
export class NotOwn extends Error {}

/** Members have other keys than before, about which one has to decide first. */
export class ChangedKeys extends Error {
  constructor(readonly members: KeyChange[]) {
    super();
  }
}

/** Other keys are shown as the member's than this device has. */
export class OtherOwnKeys extends Error {}

/** The member's keys are not here any more, or others are, than when the message began to be made ready. */
export class GoneKeys extends Error {}

/** Who takes part could not be verified: an entry was refused for the reason given. */
export class UnverifiedRoster extends ProtocolError {}

/** By which keys the member knows whom is not to be had, or only an earlier state of it: exchanged keys would not be noticed. */
export class LostContacts extends ProtocolError {}

/** The address book has no room for somebody who is to be written to: their keys could be exchanged unnoticed. */
export class FullContacts extends ProtocolError {}

/** Nobody whom the newest entry of the roster lists can write any more, as far as the site says. */
export class EndedConversation extends ProtocolError {}

/** The stored message could not be read, for the reason given. */
export class Unread extends Error {
  constructor(readonly state: Closed["state"]) {
    super();
  }
}

/** What is said of a text that could not be put back into the composer. */
export function statusAfter(error: unknown): CompositionStatus {
  switch (true) {
    case error instanceof OlderRevision:
      return "outdated";
    case error instanceof NotOwn:
      return "not-own";
    case error instanceof Unread:
      return error.state === "failed" ? "unverified" : asStatus(error.state);
    case error instanceof ProtocolError && error.reason === "newer":
      return "newer";
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
  switch (state) {
    case "unavailable":
      return "hindered";
    case "before-added":
      return "no-key";
    default:
      return state;
  }
}
