import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { tellNotRemoved } from "../identity/tell-not-removed";
import type { DialogService } from "../types/core";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";

/**
 * Sees to it that keys leave this device with the session, and tells the member where they could not: by logging out,
 * here or for all devices, and where the session has ended elsewhere, or the account is suspended.
 */
export default class EncryptedMessagesSessionService extends Service {
  @service declare dialog: DialogService;

  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  /** The member logs out, or takes their keys off this device. Never throws: the session must end in any case. */
  async leave(): Promise<void> {
    try {
      await this.encryptedMessagesIdentity.forget();
    } catch {
      await tellNotRemoved(this.dialog);
    }
  }

  /** The site says that the session has ended. Core tells the member, and the page that follows tells the rest. */
  end(): void {
    void waitForPromise(
      this.encryptedMessagesIdentity.endSession().catch(() => {})
    );
  }
}
