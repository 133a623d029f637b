/** What can be said of the member's keys and this device. */
import { cryptoAvailability } from "../lib/index";
import type { CurrentUser } from "../types/core";

/**
 * - `loading`: this device's storage has not been asked yet
 * - `unavailable`: no account, no permission, no secure context or an old browser
 * - `none`: the member has not enabled encrypted messaging
 * - `locked`: enabled, but this device does not hold the keys
 * - `unlocked`: the keys are here
 */
export type IdentityState =
  | "loading"
  | "unavailable"
  | "none"
  | "locked"
  | "unlocked";

export type UnavailableReason =
  | "not-allowed"
  | "impersonated"
  | "insecure-context"
  | "unsupported-browser";

/** The member enabled encryption on another device in the meantime. */
export class AlreadyEnabledError extends Error {}

/** Why encrypted messages cannot be used here at all; null where they can. */
export async function unavailableReason(
  user: CurrentUser | null
): Promise<UnavailableReason | null> {
  if (!user?.can_use_encrypted_messages) {
    switch (user?.encrypted_messages_unavailable_reason) {
      case "insecure_context":
        return "insecure-context";
      case "impersonated":
        return "impersonated";
      default:
        return "not-allowed";
    }
  }
  const availability = await cryptoAvailability();
  return availability === "available" ? null : availability;
}
