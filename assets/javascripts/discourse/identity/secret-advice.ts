import loadScript from "discourse/lib/load-script";
import { proposeSecret } from "../lib/secret/passphrase";
import {
  makeEstimator,
  type SecretStrength,
  secretStrength,
  type Zxcvbn,
} from "../lib/secret/strength";
import type { CurrentUser, SiteSettings } from "../types/core";
import zxcvbnUrl from "../vendor/zxcvbn-url";

declare global {
  interface Window {
    /** What the script at `zxcvbnUrl` leaves behind. */
    encryptedMessagesZxcvbn?: Zxcvbn;
  }
}

/** Judges secrets of a member, and proposes some. */
export interface SecretAdvice {
  strengthOf(secret: string): SecretStrength;
  propose(): string;
}

/**
 * Fetches what it takes: lists of passwords and words, which no page without a dialog for a new secret needs, and the
 * member's mail address. Fails where either cannot be had.
 */
export async function loadSecretAdvice(
  currentUser: CurrentUser,
  siteSettings: SiteSettings
): Promise<SecretAdvice> {
  await Promise.all([loadScript(zxcvbnUrl), currentUser.checkEmail()]);
  const zxcvbn = window.encryptedMessagesZxcvbn!;
  const words = zxcvbn.dictionary["diceware-common"]!;
  const estimator = makeEstimator(zxcvbn);
  const { email, name, secondary_emails: others = [], username } = currentUser;
  const about = [username, name, email, ...others, siteSettings.title].filter(
    (text): text is string => !!text
  );

  return {
    strengthOf: (secret) => secretStrength(secret, about, estimator),
    propose: () => proposeSecret(words),
  };
}
