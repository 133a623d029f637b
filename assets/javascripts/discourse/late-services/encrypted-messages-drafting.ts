import { registerDestructor } from "@ember/destroyable";
import { cancel, next } from "@ember/runloop";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import discourseDebounce from "discourse/lib/debounce";
import Composition, { newConversationPlace } from "../compose/composition";
import { appendBlock } from "../compose/quotes";
import { compositionOf, setComposition } from "../compose/registry";
import { erasePlainDraft } from "../core-seams/plain-draft";
import { type Identity, sealDraft } from "../lib/index";
import type {
  ComposerModel,
  ComposerService,
  Site,
  Topic,
} from "../types/core";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesOwnWatchService from "./encrypted-messages-own-watch";
import type EncryptedMessagesQuotesService from "./encrypted-messages-quotes";

/** Milliseconds without typing after which the draft is encrypted again. */
const DRAFT_DELAY = 500;

/** The field in which a message is written. */
export interface TextField {
  /** Inserts at the caret; false where it could not. */
  insertBlock(block: string): boolean;
}

interface Written extends Pick<Composition, "body" | "title" | "place"> {
  draft: string;
  author: Identity;
}

/**
 * What happens between the encrypted composer's own fields and core's composer
 * while a message is written: the text and its drafts. Core's `reply` and `title`
 * only ever receive ciphertext and the placeholder.
 */
export default class EncryptedMessagesDraftingService extends Service {
  @service declare composer: ComposerService;
  @service declare site: Site;

  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;
  @service declare encryptedMessagesOwnWatch: EncryptedMessagesOwnWatchService;

  @service declare encryptedMessagesQuotes: EncryptedMessagesQuotesService;

  /** the text's own field while it is shown; it inserts so that undo and caret stay */
  field: TextField | null = null;

  #draftTimer: unknown = null;

  /** what was encrypted last, and is not to be once more */
  #written = new WeakMap<Composition, Written>();

  /** whether the text was changed by what is being handled right now */
  #hasJustEdited = false;

  constructor(owner: ConstructorParameters<typeof Service>[0]) {
    super(owner);
    registerDestructor(
      this,
      this.encryptedMessagesIdentity.onLock(() => {
        this.#written = new WeakMap();
      })
    );
  }

  willDestroy(): void {
    super.willDestroy();
    this.cancelDraft();
  }

  /** what core's composer holds now */
  get model(): ComposerModel | null {
    return this.composer.model;
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

    this.#hasJustEdited = true;
    next(() => (this.#hasJustEdited = false));

    const { body } = change;
    if (body !== undefined && this.#bringsQuote(model, composition, body)) {
      this.#holdBack(model, composition, body);
      return;
    }

    Object.assign(composition, change);
    composition.notice = null;

    if (composition.draft === null) {
      void this.#writeDraft(model, composition);
    } else {
      this.#writeSoon(model);
    }
  }

  #writeSoon(model: ComposerModel): void {
    this.#draftTimer = discourseDebounce(
      this,
      this.flushDraft,
      model,
      DRAFT_DELAY
    );
  }

  /** Whether `body` has a quote to be asked about, and the text so far has none. */
  #bringsQuote(
    model: ComposerModel,
    composition: Composition,
    body: string
  ): boolean {
    return (
      this.encryptedMessagesQuotes.mustAsk(model, body) &&
      !this.encryptedMessagesQuotes.leave(model, composition.body)
    );
  }

  /** A quote was pasted, or inserted by the browser: it waits until the member agrees. */
  #holdBack(
    model: ComposerModel,
    composition: Composition,
    body: string
  ): void {
    const { rest, taken } = this.encryptedMessagesQuotes.take(model, body);
    if (rest.trim() !== composition.body.trim()) {
      this.edit(model, { body: rest });
    }

    void this.encryptedMessagesQuotes.ask(model, taken).then((agreed) => {
      if (agreed && compositionOf(model) === composition) {
        this.insertBlock(model, taken);
      }
    });
  }

  /** Encrypts what was typed last, without waiting for a pause. */
  async flushDraft(model: ComposerModel): Promise<void> {
    this.cancelDraft();
    const composition = compositionOf(model);
    if (composition) {
      await this.#writeDraft(model, composition);
    }
  }

  /** @returns false where a draft in the clear could not be deleted: all stays as it was */
  async takeOver(model: ComposerModel): Promise<boolean> {
    const composition = new Composition(newConversationPlace());
    composition.title = model.title ?? "";
    composition.body = model.reply ?? "";
    composition.status = "clearing";
    setComposition(model, composition);
    model.setProperties({ reply: "", title: "", originalText: "" });

    try {
      if (composition.hasContent) {
        await this.flushDraft(model);
      }
      await waitForPromise(erasePlainDraft(this.composer, model));
    } catch {
      this.release(model, composition);
      return false;
    }
    return true;
  }

  /** Gives the text back to core's editor, in the clear; not where core has taken the composer for another meanwhile. */
  release(model: ComposerModel, composition: Composition): void {
    if (compositionOf(model) !== composition) {
      return;
    }
    this.cancelDraft();
    setComposition(model, null);
    this.encryptedMessagesQuotes.allow(model);
    model.setProperties({ reply: composition.body, title: composition.title });
  }

  /** Adds a quote, or text that something wrote into core's editor. */
  insertBlock(model: ComposerModel, block: string): void {
    const composition = compositionOf(model);
    if (!composition || block.trim() === "") {
      return;
    }
    if (this.encryptedMessagesQuotes.mustAsk(model, block)) {
      void this.encryptedMessagesQuotes
        .ask(model, block)
        .then((agreed) => agreed && this.insertBlock(model, block));
    } else if (composition.isReady) {
      if (!this.field?.insertBlock(block)) {
        this.edit(model, { body: appendBlock(composition.body, block) });
      }
    } else {
      composition.waitingBlocks.push(block);
    }
  }

  /**
   * Core asked its open editor to insert a block. The hidden editor usually
   * ignores it; where it did not, the net under `reply` has taken the text. It gets
   * no focus either: Firefox then inserts into the field that has it, which may be ours.
   */
  insertBlockOnce(model: ComposerModel | null, block: string): void {
    const composition = compositionOf(model);
    if (!model || !composition || this.#hasJustEdited) {
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
    const author = this.encryptedMessagesIdentity.identity;
    const { place } = composition;

    if (!author || !place || !composition.holdsText) {
      return;
    }
    // perhaps the member has new keys, which open nothing of these
    if (this.encryptedMessagesOwnWatch.isAlarmed()) {
      return;
    }
    if (!composition.hasContent) {
      composition.draft = "";
      return this.show(model, "");
    }

    const { body, title } = composition;
    const written = this.#written.get(composition);
    if (
      written?.draft === composition.draft &&
      written?.author === author &&
      written.place === place &&
      written.body === body &&
      written.title === title
    ) {
      // a field that goes is left while the page is being drawn
      await Promise.resolve();
      if (compositionOf(model) === composition && !composition.isSending) {
        this.show(model, written.draft);
      }
      return;
    }
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
      this.#written.set(composition, { draft, author, place, body, title });
      if (!composition.isSending) {
        this.show(model, draft);
      }
    } else if (compositionOf(model) === composition) {
      this.#writeSoon(model);
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
