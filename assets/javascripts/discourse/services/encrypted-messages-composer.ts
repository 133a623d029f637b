import { cancel, next } from "@ember/runloop";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import discourseDebounce from "discourse/lib/debounce";
import { i18n } from "discourse-i18n";
import Composition, { newConversationPlace } from "../compose/composition";
import { appendBlock } from "../compose/markdown-edit";
import { checkRecipients, type Recipients } from "../compose/recipients";
import { compositionOf, setComposition } from "../compose/registry";
import { erasePlainDraft } from "../core-seams/plain-draft";
import { sealDraft } from "../lib/protocol/draft";
import type {
  ComposerModel,
  ComposerService,
  CurrentUser,
  DialogService,
  Site,
  SiteSettings,
  Topic,
} from "../types/core";
import type EncryptedMessagesConversationsService from "./encrypted-messages-conversations";
import type EncryptedMessagesDirectoryService from "./encrypted-messages-directory";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesQuotesService from "./encrypted-messages-quotes";

/** Milliseconds without typing after which the draft is encrypted again (R24). */
const DRAFT_DELAY = 500;

/**
 * What happens between the encrypted composer's own fields and core's composer
 * while a message is written: the box and the drafts. Core's `reply` and `title`
 * only ever receive ciphertext and the placeholder.
 */
export default class EncryptedMessagesComposerService extends Service {
  @service declare composer: ComposerService;
  @service declare currentUser: CurrentUser;
  @service declare dialog: DialogService;
  @service declare site: Site;
  @service declare siteSettings: SiteSettings;

  @service("encrypted-messages-identity")
  declare identityService: EncryptedMessagesIdentityService;

  @service("encrypted-messages-conversations")
  declare conversations: EncryptedMessagesConversationsService;

  @service("encrypted-messages-directory")
  declare directory: EncryptedMessagesDirectoryService;

  @service("encrypted-messages-quotes")
  declare quotes: EncryptedMessagesQuotesService;

  #draftTimer: unknown = null;

  willDestroy(): void {
    super.willDestroy();
    this.cancelDraft();
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
      (topic && this.conversations.isKnownEncrypted(topic.id))
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
    // From the click on nothing more is saved in the clear.
    model.set("disableDrafts", true);
    let refusal;
    try {
      refusal = await this.#tick(model, insist);
    } finally {
      model.set("disableDrafts", false);
    }
    // as it is now: encrypted, or as core was about to
    await model.saveDraft();
    return refusal;
  }

  async #tick(
    model: ComposerModel,
    insist: boolean
  ): Promise<Composition["refusal"]> {
    await this.identityService.load();

    if (this.identityService.state === "none") {
      return { kind: "not-enabled" };
    }
    const isLocked = insist && this.identityService.isLocked;
    if (!isLocked && !(await this.identityService.requestUnlock())) {
      return null;
    }

    const { refusal } = await this.recipients(model);
    if (refusal && !insist) {
      return refusal;
    }

    if (!(await this.#takeOver(model))) {
      return { kind: "draft-kept" };
    }
    const composition = compositionOf(model);
    if (composition) {
      composition.refusal = refusal;
      composition.status = isLocked ? "locked" : "ready";
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
        await this.#writeDraft(model, composition);
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
    this.cancelDraft();
    setComposition(model, null);
    this.quotes.allow(model);
    model.setProperties({ reply: composition.body, title: composition.title });
  }

  /** Somebody was added or removed while the box is ticked. */
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

  /** The member typed. The first letter is saved at once, the rest debounced. */
  edit(
    model: ComposerModel,
    change: Partial<Pick<Composition, "title" | "body">>
  ): void {
    const composition = compositionOf(model);
    if (!composition?.isReady || composition.isSending) {
      return;
    }

    Object.assign(composition, change);
    composition.notice = null;

    if (composition.draft === null) {
      void this.#writeDraft(model, composition);
    } else {
      this.#draftTimer = discourseDebounce(
        this,
        this.flushDraft,
        model,
        DRAFT_DELAY
      );
    }
  }

  /** Encrypts what was typed last, without waiting for a pause. */
  async flushDraft(model: ComposerModel): Promise<void> {
    this.cancelDraft();
    const composition = compositionOf(model);
    if (composition) {
      await this.#writeDraft(model, composition);
    }
  }

  /** Adds a quote, or text that something wrote into core's editor. */
  insertBlock(model: ComposerModel, block: string): void {
    const composition = compositionOf(model);
    if (!composition || block.trim() === "") {
      return;
    }
    if (this.quotes.mustAsk(model, block)) {
      void this.quotes
        .ask(model, block)
        .then((agreed) => agreed && this.insertBlock(model, block));
    } else if (composition.isReady) {
      this.edit(model, { body: appendBlock(composition.body, block) });
    } else {
      composition.waitingBlocks.push(block);
    }
  }

  /**
   * Core asked its open editor to insert a block. The hidden editor usually
   * ignores it; where it did not, the net under `reply` has taken the text.
   */
  insertBlockOnce(model: ComposerModel | null, block: string): void {
    const composition = compositionOf(model);
    if (!model || !composition) {
      return;
    }
    const { body } = composition;
    next(() => {
      if (composition.body === body) {
        this.insertBlock(model, block);
      }
    });
  }

  async #writeDraft(
    model: ComposerModel,
    composition: Composition
  ): Promise<void> {
    const author = this.identityService.identity;
    const { place } = composition;

    if (!author || !place || !composition.holdsText) {
      return;
    }
    if (!composition.hasContent) {
      composition.draft = "";
      return this.show(model, "");
    }

    const { body, title } = composition;
    composition.draft ??= "";
    const draft = await waitForPromise(
      sealDraft({
        author,
        conversationId: place.conversationId,
        isNewConversation: place.isNewConversation,
        messageId: place.messageId,
        text: body,
        title,
      })
    );

    // typed on, sent or unticked while it was being encrypted
    const isCurrent =
      compositionOf(model) === composition &&
      composition.body === body &&
      composition.title === title;
    if (isCurrent) {
      composition.draft = draft;
      if (!composition.isSending) {
        this.show(model, draft);
      }
    } else if (compositionOf(model) === composition) {
      await this.#writeDraft(model, composition);
    }
  }

  /** Hands core what it may see: ciphertext, and a title that says nothing. */
  show(model: ComposerModel, reply: string): void {
    if (model.canEditTitle) {
      model.set("title", reply ? this.placeholder : "");
    }
    model.set("reply", reply);
  }

  get placeholder(): string {
    return this.site.encrypted_messages_title_placeholder;
  }

  /** The composer is taken for something else. */
  forget(model: ComposerModel): void {
    this.cancelDraft();
    setComposition(model, null);
  }

  /** Lets the draft wait: the message itself is being encrypted. */
  cancelDraft(): void {
    cancel(this.#draftTimer as Parameters<typeof cancel>[0]);
    this.#draftTimer = null;
  }
}
