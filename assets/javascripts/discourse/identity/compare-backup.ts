import {
  encodeBase64url,
  encodeUtf8,
  equal,
  openCard,
  sha256,
  wrapsSameKeys,
} from "../lib/index";
import type { CurrentUser } from "../types/core";
import type { StoredIdentity } from "./stored-identity";

/** What has become of the wrapped keys that the site keeps: gone, also from this device, or in a state from before. */
export type BackupProblem = "lost" | "lost_for_good" | "older";

/** Whether the site keeps what this device has seen, by what the page says. */
export async function isAsTold(
  kept: StoredIdentity | null,
  told: CurrentUser["encrypted_messages_backup"]
): Promise<boolean> {
  if (!kept || !told) {
    return !kept && !told;
  }
  const digest = encodeBase64url(await sha256(encodeUtf8(kept.backup)));
  return digest === told.digest && told.version === kept.version;
}

/**
 * @param kept as this device has last seen it
 * @param stored as the site has it
 * @returns null too where the member has reset their encryption since
 */
export async function backupProblem(
  kept: StoredIdentity | null,
  stored: StoredIdentity | null,
  userId: number
): Promise<BackupProblem | null> {
  if (!stored) {
    return kept ? "lost" : "lost_for_good";
  }
  if (!kept) {
    return null;
  }
  if (kept.card !== stored.card) {
    return (await replaces(kept.card, stored.card, userId)) ? "older" : null;
  }
  if (kept.backup === stored.backup) {
    return null;
  }
  const isNewer =
    stored.version > kept.version && wrapsSameKeys(kept.backup, stored.backup);
  return isNewer ? null : "older";
}

async function replaces(
  card: string,
  earlier: string,
  userId: number
): Promise<boolean> {
  const { previousFingerprint } = await openCard(card, userId);
  const { fingerprint } = await openCard(earlier, userId);
  return (
    previousFingerprint !== null && equal(previousFingerprint, fingerprint)
  );
}
