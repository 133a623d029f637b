/**
 * What keeps a member from reading and writing encrypted messages here, said in one place for posts, titles and
 * the composer: each has a reason of its own, and what they can do about it (`components/…/remedy`).
 */
import { i18n } from "discourse-i18n";
import type { IdentityState, UnavailableReason } from "./states";

/**
 * - `locked`: this device does not hold the member's keys
 * - `not-enabled`: they have none
 * - the others: nor can they use any here
 */
export type Hindrance = "locked" | "not-enabled" | UnavailableReason;

const TEXTS: Record<Hindrance, string> = {
  locked: "encrypted_messages.hindrance.locked",
  "not-enabled": "encrypted_messages.hindrance.not_enabled",
  "not-allowed": "encrypted_messages.hindrance.not_allowed",
  impersonated: "encrypted_messages.hindrance.impersonated",
  "insecure-context": "encrypted_messages.hindrance.insecure_context",
  "unsupported-browser": "encrypted_messages.hindrance.unsupported_browser",
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

/** One or two whole sentences, which may follow others. */
export function hindranceText(hindrance: Hindrance): string {
  return i18n(TEXTS[hindrance]);
}
