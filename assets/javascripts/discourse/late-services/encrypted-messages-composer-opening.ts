import { next } from "@ember/runloop";
import Service, { service } from "@ember/service";
import { waitForPromise } from "@ember/test-waiters";
import Composition from "../compose/composition";
import { partCiphertext } from "../compose/mixed-text";
import { lastQuote } from "../compose/quotes";
import { compositionOf, setComposition } from "../compose/registry";
import { isEncryptedRaw } from "../lib/index";
import { FIRST_FIELD, rescueFocus } from "../rescue-focus";
import type {
  ComposerModel,
  ComposerOpenOptions,
  ComposerService,
  CurrentUser,
  Topic,
} from "../types/core";
import type EncryptedMessagesDraftingService from "./encrypted-messages-drafting";
import type EncryptedMessagesEncryptionChoiceService from "./encrypted-messages-encryption-choice";
import type EncryptedMessagesIdentityService from "./encrypted-messages-identity";
import type EncryptedMessagesKnownTopicsService from "./encrypted-messages-known-topics";
import type EncryptedMessagesQuotesService from "./encrypted-messages-quotes";
import type EncryptedMessagesRestoringService from "./encrypted-messages-restoring";

/**
 * Opening a composer in an encrypted conversation, or on a draft that was saved
 * encrypted: what core loads is ciphertext, what the member edits is text.
 */
export default class EncryptedMessagesComposerOpeningService extends Service {
  @service declare composer: ComposerService;
  @service declare currentUser: CurrentUser;

  @service declare encryptedMessagesDrafting: EncryptedMessagesDraftingService;

  @service
  declare encryptedMessagesKnownTopics: EncryptedMessagesKnownTopicsService;

  @service
  declare encryptedMessagesEncryptionChoice: EncryptedMessagesEncryptionChoiceService;

  @service declare encryptedMessagesIdentity: EncryptedMessagesIdentityService;

  @service declare encryptedMessagesQuotes: EncryptedMessagesQuotesService;

  @service
  declare encryptedMessagesRestoring: EncryptedMessagesRestoringService;

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
      this.encryptedMessagesKnownTopics.recallAll()
    );
    if (textOf(opts).includes("[quote=")) {
      await recalled;
    }
    const topic = opts.topic ?? opts.post?.topic;
    const isEncrypted =
      topic && (await this.encryptedMessagesKnownTopics.recallEncrypted(topic));

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
      await this.encryptedMessagesKnownTopics.recallEncrypted(model.topic);
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
      // Once more, now that the text beside the ciphertext has a place to go to. A draft's own is the site's word.
      model.set("reply", opts.draft && !isEncryptedRaw(reply) ? "" : reply);
    }
    this.encryptedMessagesQuotes.opened(model);
    await this.encryptedMessagesRestoring.load(model);
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
