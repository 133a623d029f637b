import { cancel, next } from "@ember/runloop";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import discourseDebounce from "discourse/lib/debounce";
import { i18n } from "discourse-i18n";
import Composition, { newConversationPlace } from "../compose/composition";
import { appendBlock } from "../compose/markdown-edit";
import { bodyProblem, type Problem, titleProblem } from "../compose/problems";
import { checkRecipients } from "../compose/recipients";
import { compositionOf, setComposition } from "../compose/registry";
import { reusableSeal, sealComposition } from "../compose/seal";
import { sealDraft } from "../lib/protocol/draft";
import type {
  ComposerModel,
  ComposerService,
  CurrentUser,
  DialogService,
  Site,
  SiteSettings,
} from "../types/core";
import type EncryptedMessagesConversationsService from "./encrypted-messages-conversations";
import type EncryptedMessagesDirectoryService from "./encrypted-messages-directory";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesTitlesService from "./encrypted-messages-titles";

/** Milliseconds without typing after which the draft is encrypted again (R24). */
const DRAFT_DELAY = 500;

/**
 * What happens between the encrypted composer's own fields and core's composer:
 * the box, drafts, and making a message ready to send. Core's `reply` and `title`
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

  @service("encrypted-messages-directory")
  declare directory: EncryptedMessagesDirectoryService;

  @service("encrypted-messages-conversations")
  declare conversations: EncryptedMessagesConversationsService;

  @service("encrypted-messages-titles")
  declare titles: EncryptedMessagesTitlesService;

  #draftTimer: unknown = null;

  willDestroy(): void {
    super.willDestroy();
    this.#cancelDraft();
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
      Boolean(model?.topic?.is_encrypted) && !model?.creatingPrivateMessage
    );
  }

  /**
   * The box was ticked: takes over what was typed, and overwrites the draft that
   * the site may already hold in the clear.
   *
   * @returns null, or why the message cannot be encrypted
   */
  async tick(model: ComposerModel): Promise<Composition["refusal"]> {
    await this.identityService.load();

    if (this.identityService.state === "none") {
      return { kind: "not-enabled" };
    }
    if (!(await this.identityService.requestUnlock())) {
      return null;
    }

    const { refusal } = await this.#recipients(model);
    if (refusal) {
      return refusal;
    }

    const composition = new Composition(newConversationPlace());
    composition.title = model.title ?? "";
    composition.body = model.reply ?? "";

    const hadContent = composition.hasContent;
    setComposition(model, composition);
    model.setProperties({ reply: "", title: "", originalText: "" });

    if (hadContent) {
      await this.#writeDraft(model, composition);
      // rejects where core thinks there is nothing to save
      await model.saveDraft().catch(() => {});
    } else if (model.draftSequence) {
      // typed, saved and deleted again: core would leave what it saved
      await this.composer.destroyDraft();
    }
    return null;
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
      didConfirm: () => this.#release(model, composition),
    });
  }

  #release(model: ComposerModel, composition: Composition): void {
    this.#cancelDraft();
    setComposition(model, null);
    model.setProperties({ reply: composition.body, title: composition.title });
  }

  /** Somebody was added or removed while the box is ticked. */
  async recipientsChanged(model: ComposerModel): Promise<void> {
    const composition = compositionOf(model);
    if (!composition || !model.creatingPrivateMessage) {
      return;
    }

    const { targetRecipients } = model;
    const { refusal } = await this.#recipients(model);
    if (model.targetRecipients === targetRecipients) {
      composition.refusal = refusal;
    }
  }

  #recipients(model: ComposerModel) {
    return waitForPromise(
      checkRecipients(model, this.currentUser.username, this.directory)
    );
  }

  /** The member typed. The first letter is saved at once, the rest debounced. */
  edit(
    model: ComposerModel,
    change: Partial<Pick<Composition, "title" | "body">>
  ): void {
    const composition = compositionOf(model);
    if (!composition?.isReady) {
      return;
    }

    Object.assign(composition, change);
    composition.notice = null;
    composition.isSending = false;

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
    this.#cancelDraft();
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
    if (composition.isReady) {
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

    if (!author || !place || !composition.isReady) {
      return;
    }
    if (!composition.hasContent) {
      composition.draft = "";
      return this.#show(model, "");
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
        this.#show(model, draft);
      }
    } else if (compositionOf(model) === composition) {
      await this.#writeDraft(model, composition);
    }
  }

  /** Hands core what it may see: ciphertext, and a title that says nothing. */
  #show(model: ComposerModel, reply: string): void {
    if (model.canEditTitle) {
      model.set("title", reply ? this.placeholder : "");
    }
    model.set("reply", reply);
  }

  get placeholder(): string {
    return this.site.encrypted_messages_title_placeholder;
  }

  /** What keeps the message from being sent, by field. */
  problems(
    model: ComposerModel,
    composition: Composition
  ): { title: Problem | null; body: Problem | null } {
    return {
      title: model.canEditTitle
        ? titleProblem(composition.title, this.siteSettings)
        : null,
      body: bodyProblem(
        composition.body,
        model.minimumPostLength,
        this.siteSettings
      ),
    };
  }

  /**
   * Answers core's question before it saves. Core would judge its own fields,
   * which lag behind the member's typing.
   *
   * @param verdict core's own answer
   */
  cannotSubmit(model: ComposerModel | null, verdict: boolean): boolean {
    const composition = compositionOf(model);
    if (!model || !composition) {
      return verdict || this.mustEncrypt(model);
    }

    const { title, body } = this.problems(model, composition);
    const nobody =
      model.creatingPrivateMessage && model.targetRecipientsArray.length === 0;

    return Boolean(
      title ||
      body ||
      nobody ||
      composition.refusal ||
      !composition.isReady ||
      model.loading
    );
  }

  /** The member tried to send, but to nobody. The panel names other problems. */
  refuseNobody(model: ComposerModel | null): void {
    const composition = compositionOf(model);
    if (
      model &&
      composition &&
      model.creatingPrivateMessage &&
      model.targetRecipientsArray.length === 0
    ) {
      composition.refusal = { kind: "nobody" };
    }
  }

  /**
   * Makes the message ready to send; core's `beforeSave`.
   *
   * @throws nothing but undefined: the member has been told, and core only has to
   *   stop. A value would make core show it when the composer opens next.
   */
  async prepareToSend(model: ComposerModel): Promise<void> {
    const composition = compositionOf(model);

    if (!composition) {
      return this.mustEncrypt(model)
        ? this.#stop(i18n("encrypted_messages.composer.plaintext_blocked"))
        : undefined;
    }

    this.#cancelDraft();
    composition.isSending = true;
    try {
      const raw = await waitForPromise(this.#seal(model, composition));
      if (raw) {
        this.#show(model, raw);
        return;
      }
    } catch {
      return this.#stop(i18n("encrypted_messages.composer.failed"));
    }
    // refused; said next to the box
    return Promise.reject();
  }

  async #seal(
    model: ComposerModel,
    composition: Composition
  ): Promise<string | null> {
    const author = this.identityService.identity;
    if (!author) {
      throw new Error("the keys are locked");
    }

    const isNew = Boolean(composition.place?.isNewConversation);
    const recipients = isNew ? (model.targetRecipients ?? "") : "";

    const again = reusableSeal(composition, recipients);
    if (again) {
      return again.raw;
    }

    let members: Awaited<ReturnType<typeof checkRecipients>>["cards"] = [];
    if (isNew) {
      const checked = await this.#recipients(model);
      if (checked.refusal) {
        composition.refusal = checked.refusal;
        return null;
      }
      members = checked.cards;
    }

    const keys =
      isNew || !model.topic ? [] : await this.conversations.keysOf(model.topic);
    const { sealed, newKey } = await sealComposition(composition, {
      author,
      recipients,
      members,
      key: keys.at(-1) ?? null,
    });
    if (newKey) {
      await this.conversations.remember(newKey);
    }
    return sealed.raw;
  }

  #stop(message: string): Promise<never> {
    this.dialog.alert(message);
    return Promise.reject();
  }

  /**
   * The site refused the message or could not be reached.
   *
   * @param reason core's text for the error, or what was thrown
   * @returns whether the member has been told
   */
  sendFailed(reason: unknown): boolean {
    if (!compositionOf(this.composer.model)) {
      return false;
    }
    const text = reason instanceof Error ? reason.message : String(reason);
    this.dialog.alert(
      `${text} ${i18n("encrypted_messages.composer.send_failed")}`
    );
    return true;
  }

  /** The composer is taken for something else. */
  forget(model: ComposerModel): void {
    this.#cancelDraft();
    setComposition(model, null);
  }

  /** An edit was stored: core has put the site's placeholder on the topic. */
  editSaved(model: ComposerModel | null): void {
    const composition = compositionOf(model);
    const topic = model?.topic;

    if (composition && topic?.encrypted_conversation) {
      const title = composition.sealed?.title;
      if (title) {
        topic.set("encrypted_conversation", {
          ...topic.encrypted_conversation,
          title,
        });
      }
      void this.titles.fill(topic, { again: true });
    }
  }

  #cancelDraft(): void {
    cancel(this.#draftTimer as Parameters<typeof cancel>[0]);
    this.#draftTimer = null;
  }
}
