import { ajax } from "discourse/lib/ajax";
import loadScript from "discourse/lib/load-script";
import { userPath } from "discourse/lib/url";
import {
  makeEstimator,
  proposeSecret,
  type SecretStrength,
  secretStrength,
  type Zxcvbn,
} from "../lib/index";
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
  const [addresses] = await Promise.all([
    fetchAddresses(currentUser),
    loadScript(zxcvbnUrl),
  ]);
  const zxcvbn = window.encryptedMessagesZxcvbn!;
  const words = zxcvbn.dictionary["diceware-common"]!;
  const estimator = makeEstimator(zxcvbn);
  const { name, username } = currentUser;
  const about = [username, name, ...addresses, siteSettings.title].filter(
    (text): text is string => !!text
  );

  return {
    strengthOf: (secret) => secretStrength(secret, about, estimator),
    propose: () => proposeSecret(words),
  };
}

/** As core's `checkEmail` does, which waits for ever where no answer comes. */
async function fetchAddresses({ username }: CurrentUser): Promise<string[]> {
  const { email, secondary_emails: others = [] } = (await ajax(
    userPath(`${username.toLowerCase()}/emails.json`),
    { ignoreUnsent: false }
  )) as { email: string; secondary_emails?: string[] };
  return [email, ...others];
}
