import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { ajax } from "discourse/lib/ajax";
import { i18n } from "discourse-i18n";
import InviteModal from "../components/encrypted-messages/modal/invite";
import {
  checkRecipients,
  type Recipient,
  type Recipients,
} from "../compose/recipients";
import { ProtocolError } from "../lib/errors";
import type {
  BasicUser,
  CurrentUser,
  DialogService,
  ModalService,
  Topic,
} from "../types/core";
import type EncryptedMessagesDirectoryService from "./encrypted-messages-directory";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesKeyringService from "./encrypted-messages-keyring";

/** Adds members to an encrypted message, with its keys (R7). */
export default class EncryptedMessagesInviterService extends Service {
  @service declare currentUser: CurrentUser;
  @service declare dialog: DialogService;
  @service declare modal: ModalService;
  @service
  declare store: {
    createRecord(type: string, values: object): BasicUser;
  };

  @service("encrypted-messages-directory")
  declare directory: EncryptedMessagesDirectoryService;

  @service("encrypted-messages-identity")
  declare identityService: EncryptedMessagesIdentityService;

  @service("encrypted-messages-keyring")
  declare keyring: EncryptedMessagesKeyringService;

  /** Shows the dialog, in place of core's. The keys are needed, so a locked device asks first. */
  async open(topic: Topic): Promise<void> {
    if (await this.identityService.requestUnlock()) {
      void this.modal.show(InviteModal, { model: { topic } });
    } else if (!this.identityService.isLocked) {
      this.dialog.alert(i18n("encrypted_messages.invite_modal.not_here"));
    }
  }

  /** Whether all of `recipients` could be added; one request for all. */
  check(recipients: Recipient[]): Promise<Recipients> {
    return waitForPromise(
      checkRecipients(
        recipients,
        this.currentUser.username,
        // counted by the site, which knows how many there are by then
        Infinity,
        this.directory
      )
    );
  }

  /**
   * Adds one member. Asked for a second time, the site changes nothing.
   *
   * @throws ProtocolError "no-key" where the member has no card that verifies, or another where the own key does not;
   *   the request's error otherwise
   */
  async invite(topic: Topic, username: string): Promise<void> {
    const { cards } = await this.directory.membersNamed([username]);
    const [invited] = cards;
    if (!invited) {
      throw new ProtocolError("no-key");
    }

    const { user } = (await ajax(
      `/encrypted-messages/topics/${topic.id}/members.json`,
      {
        type: "POST",
        data: {
          username,
          encrypted_keys: await this.keyring.grantsFor(topic, invited.card),
        },
        // told of a lost connection
        ignoreUnsent: false,
      }
    )) as { user: BasicUser };
    this.#show(topic, user);
  }

  /** As core's own dialog does; the page is told to reload the topic as well. */
  #show({ details }: Topic, user: BasicUser): void {
    const shown = details?.allowed_users ?? [];
    if (details && !shown.some(({ id }) => id === user.id)) {
      details.set("allowed_users", [
        ...shown,
        this.store.createRecord("user", user),
      ]);
    }
  }
}
