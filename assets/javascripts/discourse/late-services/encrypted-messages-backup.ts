import { tracked } from "@glimmer/tracking";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { i18n } from "discourse-i18n";
import { haveCsrfToken } from "../core-seams/csrf-token";
import {
  type BackupProblem,
  backupProblem,
  isAsTold,
} from "../identity/compare-backup";
import { failureText } from "../identity/failure-text";
import {
  findStoredIdentity,
  keptOn,
  putBackIdentity,
  type StoredIdentity,
} from "../identity/stored-identity";
import type { Keystore } from "../lib/index";
import type { CurrentUser, DialogService } from "../types/core";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesOwnWatchService from "./encrypted-messages-own-watch";

/**
 * Whether the site still keeps the member's wrapped keys, without which no other device can be unlocked. Each device that
 * holds the keys has a copy of what it last saw there, which is public or ciphertext, and can put it back.
 */
export default class EncryptedMessagesBackupService extends Service {
  @service declare currentUser: CurrentUser | null;
  @service declare dialog: DialogService;

  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;
  @service declare encryptedMessagesOwnWatch: EncryptedMessagesOwnWatchService;

  @tracked problem: BackupProblem | null = null;

  /**
   * Compares the copy with what the site has, and tells the member of a loss. The page's word is no more than a reason to
   * look, since another tab may have changed it after the page was made. Never throws.
   *
   * @param card of the keys on this device
   */
  async check(keystore: Keystore, card: string): Promise<BackupProblem | null> {
    try {
      const kept = await keystore.backup();
      const told = this.currentUser?.encrypted_messages_backup;
      if (await isAsTold(kept, told)) {
        return null;
      }
      await this.#compare(keystore, card);
    } catch {
      // the next page looks again
    }
    return this.problem;
  }

  /**
   * The same whatever the page says of the copy: the site has refused what the keys on this device have signed, or seems to
   * know of none. Never throws.
   *
   * @returns whether the site has other keys of the member's, or none
   */
  async look(keystore: Keystore, card: string): Promise<boolean> {
    try {
      const stored = await this.#compare(keystore, card);
      return stored?.card !== card;
    } catch {
      return false;
    }
  }

  async #compare(
    keystore: Keystore,
    card: string
  ): Promise<StoredIdentity | null> {
    const kept = await keystore.backup();
    const stored = await findStoredIdentity();
    this.problem = await backupProblem(kept, stored, keystore.userId);
    if (this.problem) {
      this.#tell(this.problem);
    } else if (stored?.card === card) {
      await keystore.saveBackup(stored);
    } else if (stored) {
      void waitForPromise(
        this.encryptedMessagesOwnWatch.hearOfCard(stored.card)
      );
    }
    return stored;
  }

  /** Puts the copy in the place of what the site has. Tells the member of a failure. */
  async putBack(): Promise<void> {
    try {
      const { keystore } = this.encryptedMessagesIdentity;
      const kept = keystore && (await keptOn(keystore));
      if (keystore && kept?.backup) {
        const { backup, addressBook } = kept;
        await haveCsrfToken();
        await keystore.saveBackup(await putBackIdentity(backup, addressBook));
        this.problem = null;
        await this.encryptedMessagesIdentity.useHeldKeys();
      }
    } catch (error) {
      this.dialog.alert(failureText(error));
    }
  }

  #tell(problem: BackupProblem): void {
    const message = i18n(`encrypted_messages.backup.${problem}`);
    if (problem === "lost_for_good") {
      this.dialog.alert(message);
      return;
    }
    this.dialog.confirm({
      message,
      confirmButtonLabel: "encrypted_messages.backup.put_back",
      cancelButtonLabel: "encrypted_messages.backup.not_now",
      didConfirm: () => void waitForPromise(this.putBack()),
    });
  }
}
