import { tracked } from "@glimmer/tracking";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { i18n } from "discourse-i18n";
import type { DialogService, Topic } from "../types/core";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesKnownTopicsService from "./encrypted-messages-known-topics";
import type EncryptedMessagesTitlesService from "./encrypted-messages-titles";

/**
 * A site that was restored from a backup gives numbers again: its new messages stand where this device has seen others,
 * and are refused as exchanged. Only the member can know which of the two it is (docs/protocol.md §10.3).
 */
export default class EncryptedMessagesSetBackService extends Service {
  @service declare dialog: DialogService;

  @service
  declare encryptedMessagesKnownTopics: EncryptedMessagesKnownTopicsService;

  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  @service declare encryptedMessagesTitles: EncryptedMessagesTitlesService;

  /** Grows with each time that the member has accepted: what was refused is read again. */
  @tracked acceptances = 0;

  /**
   * Asks whether this device is to forget what stood where, in `topic` or everywhere, and does it.
   */
  ask(topic: Topic, isForDevice: boolean): void {
    const scope = isForDevice ? "device" : "conversation";
    this.dialog.confirm({
      message: [`question_${scope}`, "means"]
        .map((part) => i18n(`encrypted_messages.set_back.${part}`))
        .join(" "),
      confirmButtonLabel: "encrypted_messages.set_back.confirm",
      didConfirm: () => void waitForPromise(this.#accept(topic, isForDevice)),
    });
  }

  async #accept(topic: Topic, isForDevice: boolean): Promise<void> {
    const { keystore } = this.encryptedMessagesIdentity;
    try {
      await keystore?.forgetPlaces(
        isForDevice
          ? null
          : { topicId: topic.id, postIds: topic.postStream?.stream ?? [] }
      );
    } catch {
      this.dialog.alert(i18n("encrypted_messages.set_back.failed"));
      return;
    }
    this.encryptedMessagesKnownTopics.forgetTopics();
    await this.encryptedMessagesTitles.fillAccepted(topic);
    this.acceptances++;
  }
}
