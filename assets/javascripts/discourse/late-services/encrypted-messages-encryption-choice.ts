import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { askFirst } from "../compose/ask-first";
import type Composition from "../compose/composition";
import type { Refusal } from "../compose/composition";
import type { Obstacle } from "../compose/obstacles";
import { checkRecipients, type Recipients } from "../compose/recipients";
import { compositionOf, refusalOf, setRefusal } from "../compose/registry";
import { type Hindrance, hindranceOf } from "../identity/hindrances";
import { FIRST_FIELD, rescueFocus } from "../rescue-focus";
import type {
  ComposerModel,
  CurrentUser,
  DialogService,
  Site,
  SiteSettings,
  Topic,
} from "../types/core";
import type EncryptedMessagesDirectoryService from "./encrypted-messages-directory";
import type EncryptedMessagesDraftingService from "./encrypted-messages-drafting";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesKnownTopicsService from "./encrypted-messages-known-topics";

/** What keeps a message from being written or sent: the member's own keys, or something else. */
export type InTheWay = Obstacle | { kind: Hindrance };

function hasText({ reply, title }: ComposerModel): boolean {
  return Boolean(reply || title);
}

interface TickOptions {
  /**
   * The site wants it rather than the member: keys that are locked and recipients
   * without keys are said in the composer, and can be mended there.
   */
  insist?: boolean;
  /** opens the dialog for the secret; without it what is locked stays so */
  unlock?: () => Promise<unknown>;
}

/**
 * Whether a message is encrypted: what must be, what may be, what has to wait, and
 * `[ ] Encrypt message` itself. All questions of that kind are asked here;
 * the server refuses by itself what a site must not take.
 */
export default class EncryptedMessagesEncryptionChoiceService extends Service {
  @service declare currentUser: CurrentUser;
  @service declare dialog: DialogService;
  @service declare site: Site;
  @service declare siteSettings: SiteSettings;

  @service
  declare encryptedMessagesKnownTopics: EncryptedMessagesKnownTopicsService;

  @service
  declare encryptedMessagesDirectory: EncryptedMessagesDirectoryService;

  @service declare encryptedMessagesDrafting: EncryptedMessagesDraftingService;
  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  /** composers whose box was ticked, where it is not known yet whether it can be; how often, by hand and by the site's default */
  #ticking = new WeakMap<ComposerModel, number>();

  /** composers in which the member has used the box: it is theirs from then on */
  #chosen = new WeakSet<ComposerModel>();
  #following = new WeakMap<ComposerModel, Promise<void>>();

  /** Whether the message belongs to a conversation that is encrypted. */
  mustEncrypt(model: ComposerModel | null): boolean {
    return (
      !model?.creatingPrivateMessage && this.isEncryptedTopic(model?.topic)
    );
  }

  /** By what the site says, or by what this device remembers. */
  isEncryptedTopic(topic: Topic | null | undefined): boolean {
    return Boolean(
      topic?.is_encrypted ||
      topic?.encrypted_conversation ||
      (topic && this.encryptedMessagesKnownTopics.isKnownTopic(topic))
    );
  }

  /** Whether the member, or the site, wants the message encrypted and it is not yet. */
  isTicking(model: ComposerModel): boolean {
    return (this.#ticking.get(model) ?? 0) > 0 && !compositionOf(model);
  }

  /**
   * Whether nothing of what is in `model` may be in the clear anywhere but in the
   * panel: it is encrypted, is about to be, or has to be.
   */
  keepsSecret(model: ComposerModel): boolean {
    return (
      Boolean(compositionOf(model)) ||
      this.isTicking(model) ||
      this.mustEncrypt(model)
    );
  }

  /** Whether what is in `model`, which has no encrypted text, may go to the site as it is. */
  maySendPlain(model: ComposerModel | null): boolean {
    return !this.mustEncrypt(model) && this.inTheWay(model) === null;
  }

  /** Whether the member cannot send anything else. Administrators can. */
  get isForced(): boolean {
    return (
      this.siteSettings.encrypted_messages_force && !this.currentUser.admin
    );
  }

  /** Whether the box is offered: only for a new message to other members. */
  canChoose(model: ComposerModel): boolean {
    const { state } = this.encryptedMessagesIdentity;
    return (
      model.creatingPrivateMessage &&
      state !== "unavailable" &&
      state !== "loading"
    );
  }

  /**
   * Why nothing can be typed in `model`, or null. Where it is not encrypted, and the site takes encrypted messages only:
   *
   * - `checking`: it is not known yet whether it can be
   * - `draft-kept`: a text was saved in the clear, and could not be deleted
   * - `locked`: a text was saved in the clear, and the keys to encrypt it are locked
   * - `old-message`: a conversation from before, which is not encrypted
   */
  inTheWay(model: ComposerModel | null | undefined): InTheWay | null {
    const composition = compositionOf(model);
    if (!model) {
      return null;
    }
    if (composition) {
      return this.#inTheWayOf(composition);
    }
    if (!model.creatingPrivateMessage) {
      return model.action === "reply" &&
        model.topic?.encrypted_messages_reply_refused
        ? { kind: "old-message" }
        : null;
    }
    if (!this.isForced) {
      return null;
    }

    const hindrance = hindranceOf(this.encryptedMessagesIdentity);
    if (hindrance && (hindrance !== "locked" || hasText(model))) {
      return { kind: hindrance };
    }
    return this.encryptedMessagesIdentity.isUnlocked &&
      refusalOf(model)?.kind === "draft-kept"
      ? { kind: "draft-kept" }
      : { kind: "checking" };
  }

  #inTheWayOf({ status }: Composition): InTheWay | null {
    switch (status) {
      case "ready":
        return null;
      case "locked":
      case "hindered": {
        const hindrance = hindranceOf(this.encryptedMessagesIdentity);
        return { kind: hindrance ?? "loading" };
      }
      default:
        return { kind: status };
    }
  }

  /**
   * The box was ticked: takes over what was typed, and deletes the draft that the
   * site may already hold in the clear before anything more can be typed.
   *
   * @returns null, or why the message cannot be encrypted
   */
  async tick(
    model: ComposerModel,
    { insist = false, unlock }: TickOptions = {}
  ): Promise<Refusal | null> {
    // From the click on nothing more is saved in the clear, or sent.
    model.set("disableDrafts", true);
    this.#ticking.set(model, (this.#ticking.get(model) ?? 0) + 1);
    let refusal;
    try {
      refusal = await this.#tick(model, { insist, unlock });
    } finally {
      const others = this.#ticking.get(model)! - 1;
      this.#ticking.set(model, others);
      model.set("disableDrafts", others > 0);
    }
    if (!compositionOf(model)) {
      setRefusal(model, refusal);
    }
    // As it is now: encrypted, or as core was about to. Core rejects where there is nothing to save.
    await model.saveDraft().catch(() => {});
    return refusal;
  }

  async #tick(
    model: ComposerModel,
    { insist, unlock }: TickOptions
  ): Promise<Refusal | null> {
    await this.encryptedMessagesIdentity.load();

    if (this.site.encrypted_messages_sending_off) {
      return { kind: "sending-off" };
    }
    if (this.encryptedMessagesIdentity.state === "none") {
      return { kind: "not-enabled" };
    }
    if (
      !insist &&
      !(await this.encryptedMessagesIdentity.requestUnlock(unlock))
    ) {
      return null;
    }

    const { refusal } = await this.recipients(model);
    // What the member can agree to is asked in the composer.
    if (refusal && refusal.kind !== "changed" && !insist) {
      return refusal;
    }

    // Ticked meanwhile, by hand or by default: what core holds now is ciphertext, and the text may have grown.
    if (compositionOf(model)) {
      return null;
    }
    if (!(await this.encryptedMessagesDrafting.takeOver(model))) {
      return { kind: "draft-kept" };
    }
    const composition = compositionOf(model);
    if (composition) {
      setRefusal(model, refusal);
      // where the keys went meanwhile, too
      composition.status =
        this.encryptedMessagesIdentity.isUnlocked && !composition.isCovered
          ? "ready"
          : "locked";
    }
    return null;
  }

  /**
   * The box was unticked: asks first, since the text goes to the site in the
   * clear with the next draft.
   */
  async untick(model: ComposerModel): Promise<void> {
    const composition = compositionOf(model);
    if (
      composition &&
      (!composition.hasContent || (await askFirst(this.dialog, "untick")))
    ) {
      if (composition.isCovered) {
        await composition.uncover();
      }
      this.encryptedMessagesDrafting.release(model, composition);
    }
  }

  /** Somebody was added or removed while the box is ticked, or may have other keys by now. */
  async recipientsChanged(model: ComposerModel): Promise<void> {
    const composition = compositionOf(model);
    if (!composition || !model.creatingPrivateMessage) {
      setRefusal(model, null);
      return;
    }

    const { targetRecipients } = model;
    const { refusal } = await this.recipients(model);
    if (model.targetRecipients === targetRecipients) {
      setRefusal(model, refusal);
    }
  }

  /** Looks up whether all recipients can read encrypted messages. */
  recipients(model: ComposerModel): Promise<Recipients> {
    return waitForPromise(
      checkRecipients(
        model.targetRecipientsArray,
        this.currentUser.username,
        this.siteSettings.encrypted_messages_max_participants,
        (names) => this.encryptedMessagesDirectory.membersNamed(names)
      )
    );
  }

  /** The member ticked or unticked the box. */
  chose(model: ComposerModel): void {
    this.#chosen.add(model);
    // what keeps an encrypted message from being sent stays, and is said: the member may not untick it after all
    if (!compositionOf(model)) {
      setRefusal(model, null);
    }
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
    const isWanted =
      this.siteSettings.encrypted_messages_by_default ||
      this.siteSettings.encrypted_messages_force;
    if (!isWanted || !model.creatingPrivateMessage) {
      return;
    }

    const before = this.#following.get(model) ?? Promise.resolve();
    const now = before.then(() => this.#follow(model, isFilledByCore));
    this.#following.set(model, now);
    await waitForPromise(now);
  }

  async #follow(model: ComposerModel, isFilledByCore: boolean): Promise<void> {
    await this.encryptedMessagesIdentity.load();
    if (!this.canChoose(model)) {
      return;
    }

    const isTicked = Boolean(compositionOf(model));
    if (this.isForced) {
      if (!isTicked && this.inTheWay(model)?.kind !== "locked") {
        await this.tick(model, { insist: true });
        rescueFocus(FIRST_FIELD);
      }
    } else if (
      !isTicked &&
      this.encryptedMessagesIdentity.state !== "none" &&
      (isFilledByCore || !hasText(model)) &&
      !this.#chosen.has(model)
    ) {
      await this.tick(model, { insist: true });
      rescueFocus(FIRST_FIELD); // core gave it to a field of its own, which is hidden now
    }
  }
}
