import { registerDestructor } from "@ember/destroyable";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { tellNotRemoved } from "../identity/tell-not-removed";
import type EncryptedMessagesIdentityService from "../late-services/encrypted-messages-identity";
import type EncryptedMessagesOwnWatchService from "../late-services/encrypted-messages-own-watch";
import type EncryptedMessagesSessionService from "../late-services/encrypted-messages-session";
import type {
  CurrentUser,
  DialogService,
  MessageBusService,
} from "../types/core";
import type EncryptedMessagesLateService from "./encrypted-messages-late";

/**
 * What this device keeps while sessions begin and end, on any page: has keys taken off by whoever can, at the latest when a
 * page is loaded by nobody, or by somebody else. Fetches nothing for it where nothing is kept.
 */
export default class EncryptedMessagesKeptService extends Service {
  @service declare currentUser: CurrentUser | null;
  @service declare dialog: DialogService;
  @service declare messageBus: MessageBusService;

  @service declare encryptedMessagesLate: EncryptedMessagesLateService;

  /** For each page, once. Never throws. */
  async start(): Promise<void> {
    const { currentUser } = this;
    if (currentUser) {
      const { id } = currentUser;
      this.#listen(`/logout/${id}`, () => this.end());
      this.#listen(`/encrypted-messages/identity/${id}`, (news) => {
        const { fingerprint } = news as { fingerprint: string };
        // Where it cannot be heard of now, the next page says so.
        void waitForPromise(this.#hear(fingerprint).catch(() => {}));
      });
    }

    if ((await this.encryptedMessagesLate.kept()).isLeft) {
      await this.#takeOffLeftovers();
    }
  }

  async #takeOffLeftovers(): Promise<void> {
    const { currentUser, encryptedMessagesLate: late } = this;
    let areLeft = false;
    try {
      const { notedForgetting, takeOffOthers } = await late.fetchRecall();
      await takeOffOthers(currentUser?.id ?? null).catch(
        () => (areLeft = true)
      );
      if (currentUser && notedForgetting(currentUser.id)) {
        await late.load();
        const identity =
          late.part<EncryptedMessagesIdentityService>("identity")!;
        await identity.load();
        areLeft ||= identity.isLeftBehind;
      }
    } catch {
      areLeft = true;
    }
    if (areLeft) {
      void tellNotRemoved(this.dialog);
    }
  }

  /** The member logs out, or takes their keys off this device. Never throws: the session must end in any case. */
  async leave(): Promise<void> {
    if (!(await this.#keepsOwn())) {
      return;
    }
    try {
      await this.encryptedMessagesLate.load();
    } catch {
      // they go with the next page, which nobody is logged in on
      await tellNotRemoved(this.dialog);
      return;
    }
    await this.#session().leave();
  }

  /** The site says that the session has ended. Core tells the member, and the page that follows does the rest. */
  end(): void {
    void waitForPromise(this.#end().catch(() => {}));
  }

  async #end(): Promise<void> {
    if (await this.#keepsOwn()) {
      await this.encryptedMessagesLate.load();
      this.#session().end();
    }
  }

  async #hear(fingerprint: string): Promise<void> {
    if (await this.#keepsOwn()) {
      await this.encryptedMessagesLate.load();
      await this.encryptedMessagesLate
        .part<EncryptedMessagesOwnWatchService>("own-watch")!
        .hear(fingerprint);
    }
  }

  /** With everything here, keys may be held by this page alone. */
  async #keepsOwn(): Promise<boolean> {
    const { encryptedMessagesLate: late } = this;
    return late.everything !== null || (await late.kept()).isOwn;
  }

  #session(): EncryptedMessagesSessionService {
    return this.encryptedMessagesLate.part<EncryptedMessagesSessionService>(
      "session"
    )!;
  }

  #listen(channel: string, hear: (data: unknown) => void): void {
    this.messageBus.subscribe(channel, hear);
    registerDestructor(this, () => this.messageBus.unsubscribe(channel, hear));
  }
}
