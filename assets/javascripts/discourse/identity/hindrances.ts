/**
 * What keeps a member from reading and writing encrypted messages here, said in one place for posts, titles and
 * the composer: each has a reason of its own, and what they can do about it (`components/…/remedy` has the buttons).
 */
import { i18n } from "discourse-i18n";
import type { IdentityState, UnavailableReason } from "./states";

/**
 * - `locked`: this device does not hold the member's keys
 * - `not-enabled`: they have none
 * - the others: nor can they use any here
 */
export type Hindrance = "locked" | "not-enabled" | UnavailableReason;

interface Explanation {
  text: string;
  remedy?: "unlock" | "enable";
}

const HINDRANCES: Record<Hindrance, Explanation> = {
  locked: { text: "encrypted_messages.hindrance.locked", remedy: "unlock" },
  "not-enabled": {
    text: "encrypted_messages.hindrance.not_enabled",
    remedy: "enable",
  },
  "not-allowed": { text: "encrypted_messages.hindrance.not_allowed" },
  impersonated: { text: "encrypted_messages.hindrance.impersonated" },
  "insecure-context": {
    text: "encrypted_messages.hindrance.insecure_context",
  },
  "unsupported-browser": {
    text: "encrypted_messages.hindrance.unsupported_browser",
  },
};

/**
 * @param keys the identity service, once it has looked
 * @returns null where nothing is in the way, or where it is not known yet
 */
export function hindranceOf(keys: {
  state: IdentityState;
  unavailableReason: UnavailableReason | null;
}): Hindrance | null {
  switch (keys.state) {
    case "locked":
      return "locked";
    case "none":
      return "not-enabled";
    case "unavailable":
      return keys.unavailableReason ?? "not-allowed";
    default:
      return null;
  }
}

/**
 * One or two whole sentences, which may follow others.
 *
 * @param keys the identity service: keys that were replaced on another device are no longer here for that reason
 */
export function hindranceText(
  hindrance: Hindrance,
  keys?: { replacedElsewhere: boolean }
): string {
  return i18n(
    hindrance === "locked" && keys?.replacedElsewhere
      ? "encrypted_messages.unlock_modal.replaced_elsewhere"
      : HINDRANCES[hindrance].text
  );
}

export function remedyOf(hindrance: Hindrance): Explanation["remedy"] {
  return HINDRANCES[hindrance].remedy;
}
