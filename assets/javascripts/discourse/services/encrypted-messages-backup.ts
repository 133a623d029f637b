import { tracked } from "@glimmer/tracking";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { i18n } from "discourse-i18n";
import {
  type BackupProblem,
  backupProblem,
  isAsTold,
} from "../identity/compare-backup";
import { failureText } from "../identity/failure-text";
import {
  findStoredIdentity,
  putBackIdentity,
} from "../identity/stored-identity";
import type { Keystore } from "../lib/keystore/keystore";
import type { CurrentUser, DialogService } from "../types/core";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";

/**
 * Whether the site still keeps the member's wrapped keys, without which no other device can be unlocked. Each device that
 * holds the keys has a copy of what it last saw there, which is public or ciphertext, and can put it back.
 */
export default class EncryptedMessagesBackupService extends Service {
  @service declare currentUser: CurrentUser | null;
  @service declare dialog: DialogService;

  @service("encrypted-messages-identity")
  declare identityService: EncryptedMessagesIdentityService;

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
      if (await isAsTold(kept, this.currentUser?.encrypted_messages_backup)) {
        return null;
      }
      const stored = await findStoredIdentity();
      this.problem = await backupProblem(kept, stored, keystore.userId);
      if (!this.problem && stored?.card === card) {
        await keystore.saveBackup(stored);
      }
    } catch {
      // the next page looks again
    }
    if (this.problem) {
      this.#tell(this.problem);
    }
    return this.problem;
  }

  /** Puts the copy in the place of what the site has. Tells the member of a failure. */
  async putBack(): Promise<void> {
    try {
      const { keystore } = this.identityService;
      const kept = await keystore?.backup();
      if (keystore && kept) {
        await keystore.saveBackup(await putBackIdentity(kept));
        this.problem = null;
        await this.identityService.useHeldKeys();
      }
    } catch (error) {
      this.dialog.alert(failureText(error));
    }
  }

  #tell(problem: BackupProblem): void {
    this.dialog.confirm({
      message: i18n(`encrypted_messages.backup.${problem}`),
      confirmButtonLabel: "encrypted_messages.backup.put_back",
      cancelButtonLabel: "encrypted_messages.backup.not_now",
      didConfirm: () => void waitForPromise(this.putBack()),
    });
  }
}
