import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import { i18n } from "discourse-i18n";
import Composition, { newConversationPlace } from "../compose/composition";
import { checkRecipients, type Recipients } from "../compose/recipients";
import { compositionOf, setComposition } from "../compose/registry";
import { erasePlainDraft } from "../core-seams/plain-draft";
import type { NamedCard } from "../identity/known-cards";
import type {
  ComposerModel,
  ComposerService,
  CurrentUser,
  DialogService,
  Site,
  SiteSettings,
} from "../types/core";
import type EncryptedMessagesComposerService from "./encrypted-messages-composer";
import type EncryptedMessagesDirectoryService from "./encrypted-messages-directory";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesQuotesService from "./encrypted-messages-quotes";

/**
 * `[ ] Encrypt message` (R2): whether it can be ticked, and what becomes of the text
 * when it is ticked and unticked.
 */
export default class EncryptedMessagesBoxService extends Service {
  @service declare composer: ComposerService;
  @service declare currentUser: CurrentUser;
  @service declare dialog: DialogService;
  @service declare site: Site;
  @service declare siteSettings: SiteSettings;

  @service("encrypted-messages-composer")
  declare composerService: EncryptedMessagesComposerService;

  @service("encrypted-messages-directory")
  declare directory: EncryptedMessagesDirectoryService;

  @service("encrypted-messages-identity")
  declare identityService: EncryptedMessagesIdentityService;

  @service("encrypted-messages-quotes")
  declare quotes: EncryptedMessagesQuotesService;

  /** composers whose box was ticked, where it is not known yet whether it can be */
  #ticking = new WeakSet<ComposerModel>();

  /** Whether the member, or the site, wants the message encrypted and it is not yet. */
  isTicking(model: ComposerModel): boolean {
    return this.#ticking.has(model) && !compositionOf(model);
  }

  /**
   * Whether nothing of what is in `model` may be in the clear anywhere but in the
   * panel: it is encrypted, is about to be, or has to be.
   */
  keepsSecret(model: ComposerModel): boolean {
    return (
      Boolean(compositionOf(model)) ||
      this.isTicking(model) ||
      this.composerService.mustEncrypt(model)
    );
  }

  /** Whether the box is offered: only for a new message to other members. */
  canChoose(model: ComposerModel): boolean {
    const { state } = this.identityService;
    return (
      model.creatingPrivateMessage &&
      state !== "unavailable" &&
      state !== "loading"
    );
  }

  /**
   * The box was ticked: takes over what was typed, and deletes the draft that the
   * site may already hold in the clear before anything more can be typed (R9).
   *
   * @param insist whether the site wants it rather than the member: then keys that are
   *   locked and recipients without keys are said in the composer, and can be mended
   * @returns null, or why the message cannot be encrypted
   */
  async tick(
    model: ComposerModel,
    { insist = false } = {}
  ): Promise<Composition["refusal"]> {
    // From the click on nothing more is saved in the clear, or sent.
    model.set("disableDrafts", true);
    this.#ticking.add(model);
    let refusal;
    try {
      refusal = await this.#tick(model, insist);
    } finally {
      this.#ticking.delete(model);
      model.set("disableDrafts", false);
    }
    // As it is now: encrypted, or as core was about to. Core rejects where there is nothing to save.
    await model.saveDraft().catch(() => {});
    return refusal;
  }

  async #tick(
    model: ComposerModel,
    insist: boolean
  ): Promise<Composition["refusal"]> {
    await this.identityService.load();

    if (this.site.encrypted_messages_sending_off) {
      return { kind: "sending-off" };
    }
    if (this.identityService.state === "none") {
      return { kind: "not-enabled" };
    }
    const isLocked = insist && this.identityService.isLocked;
    if (!isLocked && !(await this.identityService.requestUnlock())) {
      return null;
    }

    const { refusal } = await this.recipients(model);
    // What the member can agree to is asked in the composer.
    if (refusal && refusal.kind !== "changed" && !insist) {
      return refusal;
    }

    if (!(await this.#takeOver(model))) {
      return { kind: "draft-kept" };
    }
    const composition = compositionOf(model);
    if (composition) {
      composition.refusal = refusal;
      // where the keys went meanwhile, too
      composition.status = this.identityService.isUnlocked ? "ready" : "locked";
    }
    return null;
  }

  /** @returns false where a draft in the clear could not be deleted: all stays as it was */
  async #takeOver(model: ComposerModel): Promise<boolean> {
    const composition = new Composition(newConversationPlace());
    composition.title = model.title ?? "";
    composition.body = model.reply ?? "";
    composition.status = "clearing";
    setComposition(model, composition);
    model.setProperties({ reply: "", title: "", originalText: "" });

    try {
      if (composition.hasContent) {
        await this.composerService.flushDraft(model);
      }
      await waitForPromise(erasePlainDraft(this.composer, model));
    } catch {
      this.#release(model, composition);
      return false;
    }
    return true;
  }

  /**
   * The box was unticked: asks first, since the text goes to the site in the
   * clear with the next draft.
   */
  untick(model: ComposerModel): void {
    const composition = compositionOf(model);
    if (!composition) {
      return;
    }
    if (!composition.hasContent) {
      return this.#release(model, composition);
    }
    this.dialog.confirm({
      message: i18n("encrypted_messages.composer.untick_confirm"),
      confirmButtonLabel: "encrypted_messages.composer.untick_yes",
      confirmButtonClass: "btn-danger",
      didConfirm: () => this.#release(model, composition),
    });
  }

  #release(model: ComposerModel, composition: Composition): void {
    this.composerService.cancelDraft();
    setComposition(model, null);
    this.quotes.allow(model);
    model.setProperties({ reply: composition.body, title: composition.title });
  }

  /** Somebody was added or removed while the box is ticked, or may have other keys by now. */
  async recipientsChanged(model: ComposerModel): Promise<void> {
    const composition = compositionOf(model);
    if (!composition || !model.creatingPrivateMessage) {
      return;
    }

    const { targetRecipients } = model;
    const { refusal } = await this.recipients(model);
    if (model.targetRecipients === targetRecipients) {
      composition.refusal = refusal;
    }
  }

  /** The member agrees to the keys that recipients have now, as they were shown. */
  async agree(model: ComposerModel, changed: NamedCard[]): Promise<void> {
    this.directory.agreeTo(changed);
    await this.recipientsChanged(model);
  }

  /** Looks up whether all recipients can read encrypted messages. */
  recipients(model: ComposerModel): Promise<Recipients> {
    return waitForPromise(
      checkRecipients(
        model.targetRecipientsArray,
        this.currentUser.username,
        this.siteSettings.encrypted_messages_max_participants,
        this.directory
      )
    );
  }
}
