/**
 * The fields of core's composer model that reach the site. Core offers no hook
 * for what a draft, a new post or an edit carries; its field maps can be pointed
 * at other properties, and `addModelAccessor` can stand before `reply`. So while
 * a message is encrypted each field gives ciphertext or nothing, whatever another
 * part of the page wrote into the model.
 */
import { next } from "@ember/runloop";
import Composer from "discourse/models/composer";
import { i18n } from "discourse-i18n";
import { partCiphertext } from "../compose/mixed-text";
import { compositionOf } from "../compose/registry";
import { isEncryptedRaw, MARKER } from "../lib/marker";
import type { ComposerModel, Post, Topic } from "../types/core";

/** The model with the properties that `pre-initializers` adds to it. */
export interface ExtendedComposerModel extends ComposerModel {
  /** where `reply` is kept, in the place of core's own tracked field */
  encryptedMessagesReply: string | null | undefined;
}

/** What the fields ask of the rest of the plugin, for the page that a model belongs to. */
export interface Parts {
  choice(context: object): {
    mustEncrypt(model: ComposerModel | null): boolean;
    isEncryptedTopic(topic: Topic | null | undefined): boolean;
  };
  drafting(context: object): {
    /** the title that the site may know */
    placeholder: string;
    /** what core's composer holds now */
    model: ComposerModel | null;
    insertBlock(model: ComposerModel, block: string): void;
  };
  quotes(context: object): {
    mustAsk(model: ComposerModel, text: string): boolean;
    holdBack(model: ComposerModel, text: string): string;
  };
}

/** A last resort: the member has to know, and nothing may be sent. */
function refusePlaintext(): never {
  throw new Error(i18n("encrypted_messages.composer.plaintext_blocked"));
}

/**
 * What a draft of an encrypted message may hold beside ciphertext. Core's other
 * fields, and those of other plugins, stay here: they are free text, or may be
 * with the next version. The site refuses them too.
 */
const DRAFT_FIELDS = new Set([
  "action",
  "archetypeId",
  "composerTime",
  "locale",
  "original_tags",
  "original_text",
  "original_title",
  "postId",
  "recipients",
  "reply",
  "title",
  "typingTime",
]);

type DraftData = Record<string, unknown>;

const allDraftData = (Composer.prototype as { serializeDraftData(): DraftData })
  .serializeDraftData;

interface PostProperties {
  raw?: unknown;
  edit_reason?: unknown;
  post?: { raw?: unknown; edit_reason?: unknown };
}

/** The properties and methods that `pre-initializers` gives to core's models. */
export function composerFields({ choice, drafting, quotes }: Parts) {
  /**
   * A composer that has no encrypted text although its conversation is encrypted:
   * nothing of it may leave, whatever opened it.
   */
  function isAstray(model: ComposerModel): boolean {
    return !compositionOf(model) && choice(model).mustEncrypt(model);
  }

  /**
   * `reply`: plaintext written by others goes to the encrypted text instead, and
   * quotes of encrypted messages wait for the member's consent.
   */
  const reply = {
    get(this: ExtendedComposerModel): string | null | undefined {
      return this.encryptedMessagesReply;
    },

    set(this: ExtendedComposerModel, value: string | null | undefined): void {
      if (!value || isEncryptedRaw(value)) {
        this.encryptedMessagesReply = value;
        return;
      }
      const composition = compositionOf(this);
      if (!composition) {
        const asked = quotes(this);
        this.encryptedMessagesReply = asked.mustAsk(this, value)
          ? asked.holdBack(this, value)
          : value;
        return;
      }
      // What core has loaded of the post is the site's word: none of it goes into what the member signs.
      if (this.editingPost && value === this.post?.raw) {
        this.encryptedMessagesReply = "";
        return;
      }

      // Core appends a quote to the ciphertext it knows or has just loaded, or prepends a text to it.
      const known = this.encryptedMessagesReply;
      const { ciphertext, rest } = partCiphertext(
        known ? value.replace(known, "") : value
      );
      if (ciphertext && !composition.place) {
        this.encryptedMessagesReply = ciphertext;
      }

      // The rich editor may give its own reading of the ciphertext back.
      if (!rest.replaceAll("\\", "").includes(MARKER)) {
        drafting(this).insertBlock(this, rest);
      }
    },
  };

  /** `raw` of a new post and of an edit. */
  function rawToSend(this: ComposerModel): string | null | undefined {
    const composition = compositionOf(this);
    if (!composition && !isAstray(this)) {
      return this.reply;
    }
    if (composition?.isSending && composition.sealed) {
      return composition.sealed.raw;
    }
    // Core's `beforeSave` has one slot: somebody took it. Core says so on reopening.
    next(() => this.set("composeState", "open"));
    return refusePlaintext();
  }

  /** `title` of a new message. */
  function titleToSend(this: ComposerModel): string | null | undefined {
    const isEncrypted = compositionOf(this) || isAstray(this);
    return isEncrypted && this.canEditTitle
      ? drafting(this).placeholder
      : this.title;
  }

  /** `original_text` of an edit and of its draft: what the post held before. */
  const originalText = {
    get(this: ComposerModel): string | null | undefined {
      const isEncrypted = compositionOf(this) || isAstray(this);
      return isEncrypted && !isEncryptedRaw(this.originalText)
        ? undefined
        : this.originalText;
    },
    // core writes a draft's fields back when it is resumed
    set(): void {},
  };

  /** `reply` of a draft. */
  const draftReply = {
    get(this: ComposerModel): string | null | undefined {
      const composition = compositionOf(this);
      if (!composition && !isAstray(this)) {
        return this.reply;
      }
      if (composition && composition.draft !== null) {
        return composition.draft;
      }
      return isEncryptedRaw(this.reply) ? this.reply : "";
    },
    set(): void {},
  };

  /** `title` of a draft. */
  const draftTitle = {
    get: titleToSend,
    set(): void {},
  };

  /** In place of core's `serializeDraftData`, from which every draft is saved. */
  function draftData(this: ComposerModel): DraftData {
    const data = allDraftData.call(this);
    if (!compositionOf(this) && !isAstray(this)) {
      return data;
    }
    // the placeholder that the topic had when its editor was opened
    if (data.original_title !== this.topic?.title) {
      delete data.original_title;
    }
    return Object.fromEntries(
      Object.entries(data).filter(([name]) => DRAFT_FIELDS.has(name))
    );
  }

  /**
   * Core's post model is about to send `props`. By whatever way they came, a post
   * of an encrypted conversation carries ciphertext, and no reason for an edit.
   *
   * @throws Error with a translated message
   */
  function guardPost(this: Post, props: PostProperties): void {
    const raw = props.raw ?? props.post?.raw;
    const model = drafting(this).model;
    const isEncrypted =
      choice(this).isEncryptedTopic(this.topic) ||
      Boolean(compositionOf(model));

    if (!isEncrypted || raw === undefined) {
      return;
    }
    if (!isEncryptedRaw(raw)) {
      refusePlaintext();
    }
    // Core's field for it is hidden; a reason says what the text is about.
    delete props.edit_reason;
    delete props.post?.edit_reason;
  }

  return {
    reply,
    rawToSend,
    titleToSend,
    originalText,
    draftReply,
    draftTitle,
    draftData,
    guardPost,
  };
}

/** `encrypted_title` of a first post's edit; absent where it did not change. */
export const encryptedTitle = {
  get(this: ComposerModel): string | undefined {
    return compositionOf(this)?.sealed?.title;
  },
  set(): void {},
};

export function entry(this: ComposerModel): string | undefined {
  return compositionOf(this)?.sealed?.entry;
}

export function fingerprint(this: ComposerModel): string | undefined {
  return compositionOf(this)?.sealed?.fingerprint;
}

export function grants(
  this: ComposerModel
): Record<string, string> | undefined {
  return compositionOf(this)?.sealed?.grants;
}
