import { tracked } from "@glimmer/tracking";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { compositionOf } from "../compose/registry";
import { type Hindrance, hindranceOf } from "../identity/hindrances";
import { FIRST_FIELD, rescueFocus } from "../rescue-focus";
import type {
  ComposerModel,
  ComposerService,
  CurrentUser,
  SiteSettings,
  Topic,
} from "../types/core";
import type EncryptedMessagesBoxService from "./encrypted-messages-box";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";

/**
 * Why nothing can be written here at all, on a site that takes encrypted messages
 * only:
 *
 * - `checking`: it is not known yet whether the message can be encrypted
 * - `draft-kept`: a text was saved in the clear, and could not be deleted
 * - `locked`: a text was saved in the clear, and the keys to encrypt it are locked
 * - `old-message`: a conversation from before, which is not encrypted
 */
export type ClosedReason =
  | "checking"
  | "draft-kept"
  | "old-message"
  | Hindrance;

function hasText({ reply, title }: ComposerModel): boolean {
  return Boolean(reply || title);
}

/**
 * What the site's settings ask of the composer: the box ticked by default, or
 * always (R13). The server refuses by itself what a site must not take.
 */
export default class EncryptedMessagesPolicyService extends Service {
  @service declare composer: ComposerService;
  @service declare currentUser: CurrentUser;
  @service declare siteSettings: SiteSettings;

  @service("encrypted-messages-box") declare box: EncryptedMessagesBoxService;

  @service("encrypted-messages-identity")
  declare identityService: EncryptedMessagesIdentityService;

  /** what was saved in the clear could not be deleted, at the last attempt */
  @tracked draftKept = false;

  /** composers in which the member has used the box: it is theirs from then on */
  #chosen = new WeakSet<ComposerModel>();
  #following = new WeakMap<ComposerModel, Promise<void>>();

  /** Whether the member cannot send anything else. Administrators can. */
  get isForced(): boolean {
    return (
      this.siteSettings.encrypted_messages_force && !this.currentUser.admin
    );
  }

  get ticksByDefault(): boolean {
    return (
      this.siteSettings.encrypted_messages_by_default ||
      this.siteSettings.encrypted_messages_force
    );
  }

  /** @returns why nothing can be written in `model`, or null */
  closedReason(model: ComposerModel | null | undefined): ClosedReason | null {
    if (!model || compositionOf(model)) {
      return null;
    }
    if (!model.creatingPrivateMessage) {
      return model.action === "reply" &&
        model.topic?.encrypted_messages_reply_refused
        ? "old-message"
        : null;
    }
    if (!this.isForced) {
      return null;
    }

    const hindrance = hindranceOf(this.identityService);
    if (hindrance && (hindrance !== "locked" || hasText(model))) {
      return hindrance;
    }
    const isLoaded = this.identityService.isUnlocked;
    return isLoaded && this.draftKept ? "draft-kept" : "checking";
  }

  /** In the place of a conversation that is closed: an encrypted message to the same members. */
  async startAnew(topic: Topic | null | undefined): Promise<void> {
    const recipients = (topic?.details?.allowed_users ?? [])
      .map(({ username }) => username)
      .filter((username) => username !== this.currentUser.username)
      .join(",");
    await this.composer.openNewMessage({ recipients });
    const { model } = this.composer;
    // as it was promised; nothing that was saved before is moved unasked
    if (
      model?.creatingPrivateMessage &&
      !compositionOf(model) &&
      !hasText(model)
    ) {
      await this.identityService.load();
      await this.box.tick(model, { insist: true });
    }
    // The button is gone, and core's title, which core gives it to, is hidden now.
    rescueFocus(FIRST_FIELD);
  }

  /** The member ticked or unticked the box. */
  chose(model: ComposerModel): void {
    this.#chosen.add(model);
  }

  /**
   * A composer was opened, or its recipients have changed: ticks the box where the
   * site wants that, whoever they are. Nothing but the member's hand unticks it: the
   * site could say of anybody that they have no keys. A text of the member's is never
   * moved between the two editors without being asked.
   *
   * @param isFilledByCore whether a text that is there is core's, such as a link to the post that is written about
   */
  async followDefault(
    model: ComposerModel,
    { isFilledByCore = false } = {}
  ): Promise<void> {
    if (!this.ticksByDefault || !model.creatingPrivateMessage) {
      return;
    }

    const before = this.#following.get(model) ?? Promise.resolve();
    const now = before.then(() => this.#follow(model, isFilledByCore));
    this.#following.set(model, now);
    await waitForPromise(now);
  }

  async #follow(model: ComposerModel, isFilledByCore: boolean): Promise<void> {
    await this.identityService.load();
    if (!this.box.canChoose(model)) {
      return;
    }

    const isTicked = Boolean(compositionOf(model));
    if (this.isForced) {
      if (!isTicked && this.closedReason(model) !== "locked") {
        const refusal = await this.box.tick(model, { insist: true });
        this.draftKept = refusal?.kind === "draft-kept";
        rescueFocus(FIRST_FIELD);
      }
    } else if (
      !isTicked &&
      this.identityService.state !== "none" &&
      (isFilledByCore || !hasText(model)) &&
      !this.#chosen.has(model)
    ) {
      await this.box.tick(model, { insist: true });
      rescueFocus(FIRST_FIELD); // core gave it to a field of its own, which is hidden now
    }
  }
}
