/** What is answered for the services that are not here yet: by what the site says, or the device remembers. Nothing is secret. */
import type EncryptedMessagesDraftingService from "../late-services/encrypted-messages-drafting";
import type EncryptedMessagesEncryptionChoiceService from "../late-services/encrypted-messages-encryption-choice";
import type EncryptedMessagesQuotesService from "../late-services/encrypted-messages-quotes";
import { isEncryptedRaw } from "../lib/marker";
import type EncryptedMessagesLateService from "../services/encrypted-messages-late";
import type { ComposerModel, ComposerOpenOptions, Topic } from "../types/core";

export type Choice = Pick<
  EncryptedMessagesEncryptionChoiceService,
  "isEncryptedTopic" | "mustEncrypt" | "keepsSecret" | "maySendPlain"
>;

export function choiceOf(late: EncryptedMessagesLateService): Choice {
  const mustEncrypt = (model: ComposerModel | null): boolean =>
    !model?.creatingPrivateMessage && late.isEncrypted(model?.topic);
  return (
    late.part<EncryptedMessagesEncryptionChoiceService>(
      "encryption-choice"
    ) ?? {
      isEncryptedTopic: (topic) => late.isEncrypted(topic),
      mustEncrypt,
      keepsSecret: mustEncrypt,
      maySendPlain: (model) => !mustEncrypt(model),
    }
  );
}

export type Drafting = Pick<
  EncryptedMessagesDraftingService,
  "placeholder" | "model" | "insertBlock"
>;

/** Without a composition there is nothing to insert into, and no title. */
export function draftingOf(
  late: EncryptedMessagesLateService,
  model: ComposerModel | null
): Drafting {
  return (
    late.part<EncryptedMessagesDraftingService>("drafting") ?? {
      placeholder: "",
      model,
      insertBlock() {},
    }
  );
}

export type Quotes = Pick<
  EncryptedMessagesQuotesService,
  "mustAsk" | "holdBack"
>;

/** Nothing was decrypted on this page that could be quoted, and who keeps anything on this device writes with everything here. */
export function quotesOf(late: EncryptedMessagesLateService): Quotes {
  return (
    late.part<EncryptedMessagesQuotesService>("quotes") ?? {
      mustAsk: () => false,
      holdBack: (_model, text) => text,
    }
  );
}

/** Whether a composer is opened for a message, for an encrypted topic, or on ciphertext. */
export function isForMessage(
  late: EncryptedMessagesLateService,
  { action, topic, post, reply }: ComposerOpenOptions
): boolean {
  const about: Topic | undefined = topic ?? post?.topic;
  return (
    action === "privateMessage" ||
    about?.archetype === "private_message" ||
    late.isEncrypted(about) ||
    (reply ?? "").split("\n").some(isEncryptedRaw)
  );
}
