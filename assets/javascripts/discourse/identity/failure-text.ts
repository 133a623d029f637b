import { i18n } from "discourse-i18n";
import { ProtocolError } from "../lib/index";
import { newerVersion } from "../newer-version";
import { refusalText, statusOf } from "../request-status";
import { AlreadyEnabledError } from "./states";
import {
  AddressBookLostError,
  ConflictError,
  OtherKeysError,
  UnknownOutcomeError,
} from "./stored-identity";

/** What the member has typed is not the secret, or cannot be one. */
function isWrongSecret(error: ProtocolError): boolean {
  return ["wrong-secret", "unusable-secret"].includes(error.reason);
}

/** A newer version has stored it than this page has. */
export function isFromNewerVersion(error: unknown): boolean {
  return error instanceof ProtocolError && error.reason === "newer";
}

/** Why something with the member's keys did not come about, and what to do. */
export function failureText(error: unknown): string {
  if (error instanceof AlreadyEnabledError) {
    return i18n("encrypted_messages.enable_modal.already_enabled");
  }
  if (error instanceof OtherKeysError) {
    return i18n("encrypted_messages.identity_failure.other_keys");
  }
  if (error instanceof ConflictError) {
    return i18n("encrypted_messages.identity_failure.conflict");
  }
  if (error instanceof AddressBookLostError) {
    return i18n("encrypted_messages.identity_failure.address_book_lost");
  }
  if (error instanceof UnknownOutcomeError) {
    return i18n("encrypted_messages.identity_failure.unknown_outcome");
  }
  if (isFromNewerVersion(error)) {
    return i18n(newerVersion.text);
  }
  if (error instanceof ProtocolError) {
    return isWrongSecret(error)
      ? i18n("encrypted_messages.unlock_modal.wrong_secret")
      : i18n("encrypted_messages.unlock_modal.unreadable");
  }
  if (statusOf(error) === 404) {
    return i18n("encrypted_messages.unlock_modal.gone");
  }
  return (
    refusalText(error) ?? i18n("encrypted_messages.identity_failure.failed")
  );
}

/** The technical cause, where there is one that the text does not say; for the details view only. */
export function failureCause(error: unknown): string | null {
  if (error instanceof ProtocolError) {
    return isWrongSecret(error)
      ? null
      : i18n("encrypted_messages.identity_failure.reason", {
          reason: error.reason,
        });
  }
  const status = statusOf(error);
  return status >= 500
    ? i18n("encrypted_messages.identity_failure.status", { status })
    : null;
}
