import Service, { service } from "@ember/service";
import { askFirst } from "../compose/ask-first";
import { appendBlock, quotedTopics, takeQuotes } from "../compose/quotes";
import { compositionOf } from "../compose/registry";
import type { ComposerModel, DialogService } from "../types/core";
import type EncryptedMessagesKnownTopicsService from "./encrypted-messages-known-topics";

/**
 * Quotes of encrypted messages anywhere but in their own conversation: the member
 * is asked before the text becomes part of a message. By whatever way a quote
 * comes, it comes through `reply` of core's model or into a composition.
 */
export default class EncryptedMessagesQuotesService extends Service {
  @service declare dialog: DialogService;

  @service
  declare encryptedMessagesKnownTopics: EncryptedMessagesKnownTopicsService;

  /** composers whose member said yes, or whose quotes the site has already */
  #allowed = new WeakSet<ComposerModel>();

  /** composers that core is filling with what the site or the member gave */
  #opening = new WeakSet<ComposerModel>();

  /** blocks that the member is being asked about */
  #asking = new WeakMap<ComposerModel, string>();

  /** Core takes `model` for another message. */
  opening(model: ComposerModel): void {
    this.#allowed.delete(model);
    this.#opening.add(model);
  }

  /** Core has filled it: quotes that are there now were saved so. */
  opened(model: ComposerModel): void {
    this.#opening.delete(model);
    if (model.reply && this.leave(model, model.reply)) {
      this.allow(model);
    }
  }

  /** No more questions: the member has agreed to the text being in this message. */
  allow(model: ComposerModel): void {
    this.#allowed.add(model);
  }

  /** Whether `text` holds a quote that the member has to be asked about. */
  mustAsk(model: ComposerModel, text: string): boolean {
    return (
      !this.#allowed.has(model) &&
      !this.#opening.has(model) &&
      this.leave(model, text)
    );
  }

  /** Whether `text` quotes an encrypted message of another conversation than its own. */
  leave(model: ComposerModel, text: string): boolean {
    return quotedTopics(text).some((topicId) =>
      this.#isForeign(model, topicId)
    );
  }

  /** Parts a text from its quotes of encrypted messages of other conversations. */
  take(model: ComposerModel, text: string): { rest: string; taken: string } {
    return takeQuotes(text, (topicId) => this.#isForeign(model, topicId));
  }

  #isForeign(model: ComposerModel, topicId: number): boolean {
    const isOwn =
      compositionOf(model) &&
      !model.creatingPrivateMessage &&
      model.topic?.id === topicId;
    return (
      !isOwn && this.encryptedMessagesKnownTopics.isKnownEncrypted(topicId)
    );
  }

  /**
   * A text with such a quote was written into core's model. The quote is held back
   * until the member agrees.
   *
   * @returns what the model may hold meanwhile
   */
  holdBack(model: ComposerModel, text: string): string {
    const { rest, taken } = this.take(model, text);
    // Unlike what is there, or core's editor would go on showing the quote.
    const kept = rest === model.reply ? `${rest}\n` : rest;

    void this.ask(model, taken).then((agreed) => {
      if (agreed) {
        const isUntouched = model.reply === kept;
        model.set(
          "reply",
          isUntouched ? text : appendBlock(model.reply ?? "", taken)
        );
      }
    });
    return kept;
  }

  /** Asks once for each block, however often it comes. */
  async ask(model: ComposerModel, block: string): Promise<boolean> {
    if (this.#asking.get(model) === block.trim()) {
      return false;
    }
    this.#asking.set(model, block.trim());
    try {
      return await this.confirm(model);
    } finally {
      this.#asking.delete(model);
    }
  }

  /** Asks whether a quote may stand in this message, and remembers a yes. */
  async confirm(model: ComposerModel): Promise<boolean> {
    const agreed = await askFirst(
      this.dialog,
      compositionOf(model) ? "quote_moves" : "quote_leaves"
    );
    if (agreed) {
      this.allow(model);
    }
    return agreed;
  }
}
