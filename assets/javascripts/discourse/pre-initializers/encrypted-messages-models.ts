import type Owner from "@ember/owner";
import { getOwner } from "@ember/owner";
import { type PluginApi, withPluginApi } from "discourse/lib/plugin-api";
import * as sealed from "../core-seams/composer-fields";
import { draftExcerpt, draftTitleHtml } from "../core-seams/draft-excerpt";
import { livingOwner } from "../core-seams/living-owner";
import { actionCode, actionWho } from "../core-seams/small-action";
import { topicFancyTitle } from "../core-seams/topic-title";
import type EncryptedMessagesDraftingService from "../services/encrypted-messages-drafting";
import type EncryptedMessagesDraftsService from "../services/encrypted-messages-drafts";
import type EncryptedMessagesEncryptionChoiceService from "../services/encrypted-messages-encryption-choice";
import type EncryptedMessagesKnownTopicsService from "../services/encrypted-messages-known-topics";
import type EncryptedMessagesQuotesService from "../services/encrypted-messages-quotes";
import type EncryptedMessagesTitlesService from "../services/encrypted-messages-titles";
import type { Post } from "../types/core";

// Looked up for each model, when it is used: an early look-up would hide core's classes from others.
const parts = {
  choice: (model: object) =>
    getOwner(model)!.lookup(
      "service:encrypted-messages-encryption-choice"
    ) as EncryptedMessagesEncryptionChoiceService,
  drafting: (model: object) =>
    getOwner(model)!.lookup(
      "service:encrypted-messages-drafting"
    ) as EncryptedMessagesDraftingService,
  quotes: (model: object) =>
    getOwner(model)!.lookup(
      "service:encrypted-messages-quotes"
    ) as EncryptedMessagesQuotesService,
};

const titles = (owner: Owner) =>
  owner.lookup(
    "service:encrypted-messages-titles"
  ) as EncryptedMessagesTitlesService;
const drafts = (owner: Owner) =>
  owner.lookup(
    "service:encrypted-messages-drafts"
  ) as EncryptedMessagesDraftsService;

const isEncryptedPost = (post: Post): boolean => {
  const knownTopics = livingOwner(post)?.lookup(
    "service:encrypted-messages-known-topics"
  ) as EncryptedMessagesKnownTopicsService | undefined;
  return Boolean(knownTopics?.isEncryptedPost(post));
};

/** Core's models, extended before any of them is looked up. */
export default {
  name: "encrypted-messages-models",
  before: "inject-discourse-objects",

  initialize(): void {
    const fields = sealed.composerFields(parts);

    withPluginApi((api: PluginApi) => {
      api.addModelField("composer", "encryptedMessagesReply");
      api.addModelAccessor("composer", "reply", fields.reply);
      api.addModelGetter("composer", "encryptedMessagesRaw", fields.rawToSend);
      api.addModelGetter(
        "composer",
        "encryptedMessagesTitle",
        fields.titleToSend
      );
      api.addModelAccessor(
        "composer",
        "encryptedMessagesOriginalText",
        fields.originalText
      );
      api.addModelAccessor(
        "composer",
        "encryptedMessagesDraftReply",
        fields.draftReply
      );
      api.addModelAccessor(
        "composer",
        "encryptedMessagesDraftTitle",
        fields.draftTitle
      );
      api.addModelMethod("composer", "serializeDraftData", fields.draftData);
      api.addModelAccessor(
        "composer",
        "encrypted_title",
        sealed.encryptedTitle
      );
      api.addModelGetter("composer", "encryptedMessagesEntry", sealed.entry);
      api.addModelGetter("composer", "encryptedMessagesGrants", sealed.grants);
      api.addModelGetter(
        "composer",
        "encryptedMessagesFingerprint",
        sealed.fingerprint
      );

      api.addModelField("post", "encryptedMessagesActionCode");
      api.addModelField("post", "encryptedMessagesActionWho");
      api.addModelAccessor("post", "action_code", actionCode(isEncryptedPost));
      api.addModelAccessor(
        "post",
        "action_code_who",
        actionWho(isEncryptedPost)
      );
      api.addModelCallback("post", "beforeCreate", fields.guardPost);
      api.addModelCallback("post", "beforeUpdate", fields.guardPost);

      api.addModelGetter(
        "topic",
        "fancyTitle",
        topicFancyTitle((owner, topic) => titles(owner).fill(topic))
      );

      // tracked, since a title may follow after its row is shown
      for (const model of ["notification", "bookmark", "topic"]) {
        api.addModelField(model, "fancy_title");
      }

      api.addModelField("user-draft", "encryptedMessagesExcerpt");
      api.addModelAccessor("user-draft", "excerpt", draftExcerpt);
      api.addModelGetter(
        "user-draft",
        "titleHtml",
        draftTitleHtml((owner, draft) => drafts(owner).titleOf(draft))
      );
    });
  },
};
