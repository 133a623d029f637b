import { registerDestructor } from "@ember/destroyable";
import { next } from "@ember/runloop";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import Composition, { type CompositionStatus } from "../compose/composition";
import { partCiphertext } from "../compose/mixed-text";
import { isObstacle } from "../compose/obstacles";
import { lastQuote } from "../compose/quotes";
import { compositionOf, setComposition, setRefusal } from "../compose/registry";
import { placeOfReply, restoreDraft } from "../compose/restore";
import { statusAfter } from "../compose/status-after";
import type { Identity } from "../lib/protocol/identity";
import { isEncryptedRaw } from "../lib/protocol/raw";
import { FIRST_FIELD, rescueFocus } from "../rescue-focus";
import type {
  ComposerModel,
  ComposerOpenOptions,
  ComposerService,
  CurrentUser,
  Topic,
} from "../types/core";
import type EncryptedMessagesConversationsService from "./encrypted-messages-conversations";
import type EncryptedMessagesDraftingService from "./encrypted-messages-drafting";
import type EncryptedMessagesEditsService from "./encrypted-messages-edits";
import type EncryptedMessagesEncryptionChoiceService from "./encrypted-messages-encryption-choice";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesKeyringService from "./encrypted-messages-keyring";
import type EncryptedMessagesQuotesService from "./encrypted-messages-quotes";
import type EncryptedMessagesTitlesService from "./encrypted-messages-titles";

/**
 * Opening a composer in an encrypted conversation, or on a draft that was saved
 * encrypted: what core loads is ciphertext, what the member edits is text.
 */
export default class EncryptedMessagesComposerOpeningService extends Service {
  @service declare composer: ComposerService;
  @service declare currentUser: CurrentUser;

  @service declare encryptedMessagesDrafting: EncryptedMessagesDraftingService;

  @service
  declare encryptedMessagesConversations: EncryptedMessagesConversationsService;

  @service declare encryptedMessagesEdits: EncryptedMessagesEditsService;

  @service
  declare encryptedMessagesEncryptionChoice: EncryptedMessagesEncryptionChoiceService;

  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  @service declare encryptedMessagesKeyring: EncryptedMessagesKeyringService;

  @service declare encryptedMessagesTitles: EncryptedMessagesTitlesService;

  @service declare encryptedMessagesQuotes: EncryptedMessagesQuotesService;

  constructor(owner: ConstructorParameters<typeof Service>[0]) {
    super(owner);
    registerDestructor(
      this,
      this.encryptedMessagesIdentity.onLock(() => this.#cover())
    );
    registerDestructor(
      this,
      this.encryptedMessagesIdentity.onUnlock(() => this.#uncover())
    );
  }

  #uncover(): void {
    const { model } = this.encryptedMessagesDrafting;
    const status = compositionOf(model)?.status;
    if (model && (status === "locked" || status === "hindered")) {
      void this.load(model);
    }
  }

  /** The keys are gone: what is being written waits in memory, out of sight. */
  #cover(): void {
    const { model } = this.encryptedMessagesDrafting;
    const composition = model && compositionOf(model);
    if (composition) {
      this.encryptedMessagesDrafting.cancelDraft();
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
    this.encryptedMessagesDrafting.forget(model);
    this.encryptedMessagesQuotes.opening(model);
    keepCiphertext(opts);
    const recalled = waitForPromise(
      this.encryptedMessagesConversations.recallAll()
    );
    if (textOf(opts).includes("[quote=")) {
      await recalled;
    }
    const topic = opts.topic ?? opts.post?.topic;
    const isEncrypted =
      topic &&
      (await this.encryptedMessagesConversations.recallEncrypted(topic));

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
      !this.encryptedMessagesQuotes.leave(model, textOf(opts)) ||
      this.encryptedMessagesQuotes.confirm(model)
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
      await this.encryptedMessagesConversations.recallEncrypted(model.topic);
    }
    const isEncrypted =
      isEncryptedRaw(model.reply) ||
      this.encryptedMessagesEncryptionChoice.mustEncrypt(model);

    if (!compositionOf(model) && isEncrypted) {
      const composition = new Composition(null);
      const { reply } = model;
      composition.status = "loading";
      model.set("reply", "");
      setComposition(model, composition);
      // once more, now that the text beside the ciphertext has a place to go to
      model.set("reply", reply);
    }
    this.encryptedMessagesQuotes.opened(model);
    await this.load(model);
    // once core has filled in what it was asked to
    next(() => {
      if (!this.isDestroying) {
        void this.encryptedMessagesEncryptionChoice.followDefault(model, {
          isFilledByCore: !opts.draft,
        });
      }
    });
  }

  /** In the place of a conversation that is closed: an encrypted message to the same members. */
  async writeAnew(topic: Topic | null | undefined): Promise<void> {
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
      !(model.reply || model.title)
    ) {
      await this.encryptedMessagesIdentity.load();
      await this.encryptedMessagesEncryptionChoice.tick(model, {
        insist: true,
      });
    }
    // The button is gone, and core's title, which core gives it to, is hidden now.
    rescueFocus(FIRST_FIELD);
  }

  /** Decrypts what was saved; called again once the keys are unlocked. */
  async load(model: ComposerModel): Promise<void> {
    const composition = compositionOf(model);
    if (!composition) {
      return;
    }
    if (composition.place) {
      // ticked by default while the keys were locked, or covered when they went
      if (
        composition.status === "locked" &&
        this.encryptedMessagesIdentity.isUnlocked
      ) {
        composition.status = "ready";
      }
      return;
    }

    composition.status = "loading";
    await this.encryptedMessagesIdentity.load();
    const { identity, isLocked } = this.encryptedMessagesIdentity;

    if (!identity) {
      composition.status = isLocked ? "locked" : "hindered";
      return;
    }
    let status: CompositionStatus;
    try {
      status = await this.#fill(model, composition, identity);
      if (identity !== this.encryptedMessagesIdentity.identity) {
        // gone or replaced while it was being decrypted
        composition.place = null;
        composition.status = "locked";
        return this.encryptedMessagesIdentity.isUnlocked
          ? this.load(model)
          : undefined;
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
    blocks.forEach((block) =>
      this.encryptedMessagesDrafting.insertBlock(model, block)
    );
  }

  /** Once more, after something was in the way. */
  async tryAgain(model: ComposerModel): Promise<void> {
    const composition = compositionOf(model);
    if (composition && model.editingPost && isObstacle(composition.status)) {
      composition.status = "loading";
      try {
        await waitForPromise(this.encryptedMessagesEdits.refetch(model));
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
    if (topic && this.encryptedMessagesTitles.isDenied(topic)) {
      return "misplaced";
    }
    if (!topic?.encrypted_conversation) {
      // the site passes it on to those who were given a key
      return "no-key";
    }
    // its id goes into the drafts, before anything is sealed for others
    await this.encryptedMessagesIdentity.keystore?.expectTopic(
      topic.id,
      topic.encrypted_conversation.id
    );
    // said before anything is typed, and asked again when it is sent
    const why = await this.encryptedMessagesKeyring.whyNotWriting(topic);
    setRefusal(model, why && { kind: why });

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
      this.encryptedMessagesConversations.latestRead(topic)
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
    const stored = await this.encryptedMessagesEdits.stored(model, post, topic);
    const { message, title } = stored;
    const place = await this.encryptedMessagesEdits.placeOf(stored);

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
