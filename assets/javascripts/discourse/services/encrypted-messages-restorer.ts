import { registerDestructor } from "@ember/destroyable";
import { next } from "@ember/runloop";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import Composition, { type CompositionStatus } from "../compose/composition";
import { partCiphertext } from "../compose/mixed-text";
import { isObstacle } from "../compose/obstacles";
import { lastQuote } from "../compose/quotes";
import { compositionOf, setComposition } from "../compose/registry";
import { placeOfReply, restoreDraft } from "../compose/restore";
import { statusAfter } from "../compose/status-after";
import type { Identity } from "../lib/protocol/identity";
import { isEncryptedRaw } from "../lib/protocol/raw";
import type { ComposerModel, ComposerOpenOptions, Topic } from "../types/core";
import type EncryptedMessagesComposerService from "./encrypted-messages-composer";
import type EncryptedMessagesConversationsService from "./encrypted-messages-conversations";
import type EncryptedMessagesEditsService from "./encrypted-messages-edits";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesKeyringService from "./encrypted-messages-keyring";
import type EncryptedMessagesPolicyService from "./encrypted-messages-policy";
import type EncryptedMessagesQuotesService from "./encrypted-messages-quotes";
import type EncryptedMessagesTitlesService from "./encrypted-messages-titles";

/**
 * Opening a composer in an encrypted conversation, or on a draft that was saved
 * encrypted: what core loads is ciphertext, what the member edits is text.
 */
export default class EncryptedMessagesRestorerService extends Service {
  @service("encrypted-messages-composer")
  declare composerService: EncryptedMessagesComposerService;

  @service("encrypted-messages-conversations")
  declare conversations: EncryptedMessagesConversationsService;

  @service("encrypted-messages-edits")
  declare edits: EncryptedMessagesEditsService;

  @service("encrypted-messages-policy")
  declare policy: EncryptedMessagesPolicyService;

  @service("encrypted-messages-identity")
  declare identityService: EncryptedMessagesIdentityService;

  @service("encrypted-messages-keyring")
  declare keyring: EncryptedMessagesKeyringService;

  @service("encrypted-messages-titles")
  declare titles: EncryptedMessagesTitlesService;

  @service("encrypted-messages-quotes")
  declare quotes: EncryptedMessagesQuotesService;

  constructor(owner: ConstructorParameters<typeof Service>[0]) {
    super(owner);
    registerDestructor(
      this,
      this.identityService.onLock(() => this.#cover())
    );
    registerDestructor(
      this,
      this.identityService.onUnlock(() => this.#uncover())
    );
  }

  #uncover(): void {
    const { model } = this.composerService;
    const status = compositionOf(model)?.status;
    if (model && (status === "locked" || status === "hindered")) {
      void this.load(model);
    }
  }

  /** The keys are gone: what is being written waits in memory, out of sight. */
  #cover(): void {
    const { model } = this.composerService;
    const composition = model && compositionOf(model);
    if (composition) {
      this.composerService.cancelDraft();
      composition.status = "locked";
    }
  }

  /**
   * Core is about to give `opts` to `model`. Plaintext for an encrypted
   * conversation is taken out of them; a quote that would leave one is asked about.
   */
  async beforeOpen(
    model: ComposerModel,
    opts: ComposerOpenOptions
  ): Promise<void> {
    this.composerService.forget(model);
    this.quotes.opening(model);
    keepCiphertext(opts);
    const recalled = waitForPromise(this.conversations.recallAll());
    if (textOf(opts).includes("[quote=")) {
      await recalled;
    }
    const topic = opts.topic ?? opts.post?.topic;
    const isEncrypted =
      topic && (await this.conversations.recallEncrypted(topic));

    if (isEncrypted && ["reply", "edit"].includes(opts.action ?? "")) {
      this.#keepInside(model, opts);
    } else if (!(await this.#mayLeave(model, opts))) {
      delete opts.quote;
      delete opts.prependText;
      delete opts.topicBody;
    }
  }

  #keepInside(model: ComposerModel, opts: ComposerOpenOptions): void {
    const composition = new Composition(null);
    composition.status = "loading";

    if (opts.quote) {
      composition.waitingBlocks.push(opts.quote);
      delete opts.quote;
    }
    if (opts.draft && !isEncryptedRaw(opts.reply)) {
      delete opts.reply;
    }
    if (!isEncryptedRaw(opts.originalText)) {
      delete opts.originalText;
    }
    setComposition(model, composition);
  }

  /** A quote names its topic, so one from an encrypted conversation shows. */
  async #mayLeave(
    model: ComposerModel,
    opts: ComposerOpenOptions
  ): Promise<boolean> {
    return (
      !this.quotes.leave(model, textOf(opts)) || this.quotes.confirm(model)
    );
  }

  /**
   * Core has loaded the draft or the post.
   *
   * @param opts what it was opened with
   */
  async afterOpen(
    model: ComposerModel,
    opts: ComposerOpenOptions = {}
  ): Promise<void> {
    if (model.topic && !model.creatingPrivateMessage) {
      await this.conversations.recallEncrypted(model.topic);
    }
    const isEncrypted =
      isEncryptedRaw(model.reply) || this.composerService.mustEncrypt(model);

    if (!compositionOf(model) && isEncrypted) {
      const composition = new Composition(null);
      const { reply } = model;
      composition.status = "loading";
      model.set("reply", "");
      setComposition(model, composition);
      // once more, now that the text beside the ciphertext has a place to go to
      model.set("reply", reply);
    }
    this.quotes.opened(model);
    await this.load(model);
    // once core has filled in what it was asked to
    next(() => {
      if (!this.isDestroying) {
        void this.policy.followDefault(model, { isFilledByCore: !opts.draft });
      }
    });
  }

  /** Decrypts what was saved; called again once the keys are unlocked. */
  async load(model: ComposerModel): Promise<void> {
    const composition = compositionOf(model);
    if (!composition) {
      return;
    }
    if (composition.place) {
      // ticked by default while the keys were locked, or covered when they went
      if (composition.status === "locked" && this.identityService.isUnlocked) {
        composition.status = "ready";
      }
      return;
    }

    composition.status = "loading";
    await this.identityService.load();
    const { identity, isLocked } = this.identityService;

    if (!identity) {
      composition.status = isLocked ? "locked" : "hindered";
      return;
    }
    let status: CompositionStatus;
    try {
      status = await this.#fill(model, composition, identity);
      if (identity !== this.identityService.identity) {
        // gone or replaced while it was being decrypted
        composition.place = null;
        composition.status = "locked";
        return this.identityService.isUnlocked ? this.load(model) : undefined;
      }
    } catch (error) {
      composition.place = null;
      status = statusAfter(error);
    }
    composition.status = status;
    if (status !== "ready") {
      return;
    }

    const blocks = composition.waitingBlocks.splice(0);
    blocks.forEach((block) => this.composerService.insertBlock(model, block));
  }

  /** Once more, after something was in the way. */
  async tryAgain(model: ComposerModel): Promise<void> {
    const composition = compositionOf(model);
    if (composition && model.editingPost && isObstacle(composition.status)) {
      composition.status = "loading";
      try {
        await waitForPromise(this.edits.refetch(model));
      } catch {
        composition.status = "unreachable";
        return;
      }
    }
    await this.load(model);
  }

  /** @returns whether it can be typed in now, or else what is in the way */
  async #fill(
    model: ComposerModel,
    composition: Composition,
    identity: Identity
  ): Promise<CompositionStatus> {
    const saved = isEncryptedRaw(model.reply) ? model.reply : null;

    if (model.creatingPrivateMessage) {
      if (!saved) {
        throw new Error("there is nothing to restore");
      }
      await restoreDraft(composition, saved, identity, null);
      composition.draft = saved;
      return "ready";
    }

    const { topic } = model;
    if (topic && this.titles.isDenied(topic)) {
      return "misplaced";
    }
    if (!topic?.encrypted_conversation) {
      // the site passes it on to those who were given a key
      return "no-key";
    }
    // its id goes into the drafts, before anything is sealed for others
    await this.identityService.keystore?.expectTopic(
      topic.id,
      topic.encrypted_conversation.id
    );
    // said before anything is typed, and asked again when it is sent
    const why = await this.keyring.whyNotWriting(topic);
    composition.refusal = why && { kind: why };

    if (model.editingPost) {
      await this.#fillEdit(model, composition, topic, identity);
      return "ready";
    }
    // what was saved is shown all the same, beside the reason
    if (why && isObstacle(why) && !saved) {
      return why;
    }

    const place = placeOfReply(
      topic.encrypted_conversation.id,
      this.conversations.latestRead(topic)
    );
    if (saved) {
      await restoreDraft(composition, saved, identity, place);
      composition.draft = saved;
    } else {
      composition.place = place;
    }
    return "ready";
  }

  async #fillEdit(
    model: ComposerModel,
    composition: Composition,
    topic: Topic,
    identity: Identity
  ): Promise<void> {
    const { post, reply } = model;
    if (!post) {
      throw new Error("there is nothing to edit");
    }
    const stored = await this.edits.stored(model, post, topic);
    const { message, title } = stored;
    const place = await this.edits.placeOf(stored);

    if (isEncryptedRaw(reply) && reply !== post.raw) {
      await restoreDraft(composition, reply, identity, place);
      composition.draft = reply;
    } else {
      composition.place = place;
      composition.body = message.text;
      composition.title = title?.text ?? "";
    }
  }
}

/**
 * Of a draft that was saved encrypted, what is not ciphertext is not the member's: the site could put words into what they
 * sign. Only the quote is theirs that core puts behind it.
 */
function keepCiphertext(opts: ComposerOpenOptions): void {
  const { ciphertext, rest } = partCiphertext(opts.reply ?? "");
  if (ciphertext) {
    const quote = opts.draft ? "" : lastQuote(rest);
    opts.reply = quote ? `${ciphertext}\n${quote}` : ciphertext;
  }
}

/** What the member brings along, and the site does not have yet. */
function textOf({
  quote,
  prependText,
  topicBody,
}: ComposerOpenOptions): string {
  return [quote, prependText, topicBody].join("\n");
}
