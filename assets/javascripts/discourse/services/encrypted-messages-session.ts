import { registerDestructor } from "@ember/destroyable";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { takeOffOthers } from "../identity/forgetting";
import { tellNotRemoved } from "../identity/tell-not-removed";
import { notedForgetting } from "../lib/index";
import type {
  CurrentUser,
  DialogService,
  MessageBusService,
} from "../types/core";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesOwnWatchService from "./encrypted-messages-own-watch";

/**
 * Sees to it that keys leave this device with the session, and tells the member where they could not: by logging out,
 * here or for all devices; where the session has ended elsewhere, or the account is suspended; and at the latest when a page
 * is loaded by nobody, or by somebody else.
 */
export default class EncryptedMessagesSessionService extends Service {
  @service declare currentUser: CurrentUser | null;
  @service declare dialog: DialogService;
  @service declare messageBus: MessageBusService;

  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;
  @service declare encryptedMessagesOwnWatch: EncryptedMessagesOwnWatchService;

  /** For each page, once. Never throws. */
  async start(): Promise<void> {
    const { currentUser } = this;
    if (currentUser) {
      const { id } = currentUser;
      this.#listen(`/logout/${id}`, () => this.end());
      this.#listen(`/encrypted-messages/identity/${id}`, (news) => {
        const { fingerprint } = news as { fingerprint: string };
        void waitForPromise(this.encryptedMessagesOwnWatch.hear(fingerprint));
      });
    }

    let areLeft = false;
    try {
      await takeOffOthers(currentUser?.id ?? null);
    } catch {
      areLeft = true;
    }
    if (currentUser && notedForgetting(currentUser.id)) {
      await this.encryptedMessagesIdentity.load();
      areLeft ||= this.encryptedMessagesIdentity.isLeftBehind;
    }
    if (areLeft) {
      void tellNotRemoved(this.dialog);
    }
  }

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

  #listen(channel: string, hear: (data: unknown) => void): void {
    this.messageBus.subscribe(channel, hear);
    registerDestructor(this, () => this.messageBus.unsubscribe(channel, hear));
  }
}
