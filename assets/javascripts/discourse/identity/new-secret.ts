import { i18n } from "discourse-i18n";
import type { FormErrors } from "../core-seams/form-kit";
import { MIN_SECRET_LENGTH, secretProblem } from "../lib/secret/rules";
import { secretStrength } from "../lib/secret/strength";
import type { SiteSettings } from "../types/core";

/** What a form for a new secret holds; an empty field is reported by the form itself. */
export interface NewSecret {
  secret?: string;
  secretConfirmation?: string;
}

/** The site's minimum, as a score of the strength meter; never less than 1. */
export function minimumStrength(siteSettings: SiteSettings): number {
  return Math.max(
    1,
    Number(siteSettings.encrypted_messages_minimum_secret_strength) || 1
  );
}

/** Tells a form what is wrong with a new secret. */
export function validateNewSecret(
  { secret = "", secretConfirmation = "" }: NewSecret,
  { addError }: FormErrors,
  siteSettings: SiteSettings
): void {
  const isWeak = secretStrength(secret).score < minimumStrength(siteSettings);
  const problem = secretProblem(secret) ?? (isWeak ? "too-weak" : null);

  if (problem && problem !== "empty") {
    addError("secret", {
      title: i18n("encrypted_messages.enable_modal.secret"),
      message: i18n(
        `encrypted_messages.enable_modal.${problem.replaceAll("-", "_")}`,
        { count: MIN_SECRET_LENGTH }
      ),
    });
  }
  if (secretConfirmation && secret !== secretConfirmation) {
    addError("secretConfirmation", {
      title: i18n("encrypted_messages.enable_modal.secret_confirmation"),
      message: i18n("encrypted_messages.enable_modal.mismatch"),
    });
  }
}
