import { i18n } from "discourse-i18n";
import { ProtocolError } from "../lib/errors";
import { refusalText } from "../request-status";
import {
  ConflictError,
  OtherKeysError,
  UnknownOutcomeError,
} from "./stored-identity";

/** Why a change of the member's keys did not come about, and what to do. */
export function failureText(error: unknown): string {
  if (error instanceof OtherKeysError) {
    return i18n("encrypted_messages.identity_failure.other_keys");
  }
  if (error instanceof ConflictError) {
    return i18n("encrypted_messages.identity_failure.conflict");
  }
  if (error instanceof UnknownOutcomeError) {
    return i18n("encrypted_messages.identity_failure.unknown_outcome");
  }
  if (error instanceof ProtocolError) {
    return ["wrong-secret", "unusable-secret"].includes(error.reason)
      ? i18n("encrypted_messages.unlock_modal.wrong_secret")
      : i18n("encrypted_messages.unlock_modal.unreadable");
  }
  return (
    refusalText(error) ?? i18n("encrypted_messages.identity_failure.failed")
  );
}
