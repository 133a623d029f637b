import type Owner from "@ember/owner";
import { getOwner } from "@ember/owner";
import { next } from "@ember/runloop";
import { type PluginApi, withPluginApi } from "discourse/lib/plugin-api";
import * as sealed from "../core-seams/composer-fields";
import { draftExcerpt, draftTitleHtml } from "../core-seams/draft-excerpt";
import { livingOwner } from "../core-seams/living-owner";
import { actionCode, actionWho } from "../core-seams/small-action";
import { topicFancyTitle } from "../core-seams/topic-title";
import { choiceOf, draftingOf, quotesOf } from "../late/before";
import type EncryptedMessagesDraftsService from "../late-services/encrypted-messages-drafts";
import type EncryptedMessagesTitlesService from "../late-services/encrypted-messages-titles";
import type EncryptedMessagesLateService from "../services/encrypted-messages-late";
import type { ComposerService, Post, SavedDraft, Topic } from "../types/core";

// Looked up for each model, when it is used: an early look-up would hide core's classes from others.
const late = (owner: Owner) =>
  owner.lookup(
    "service:encrypted-messages-late"
  ) as EncryptedMessagesLateService;

const parts = {
  choice: (model: object) => choiceOf(late(getOwner(model)!)),
  drafting: (model: object) => {
    const owner = getOwner(model)!;
    const composer = owner.lookup("service:composer") as ComposerService;
    return draftingOf(late(owner), composer.model);
  },
  quotes: (model: object) => quotesOf(late(getOwner(model)!)),
};

const isEncryptedPost = (post: Post): boolean => {
  const owner = livingOwner(post);
  return owner !== undefined && late(owner).isEncryptedPost(post);
};

/** Nothing is thrown here: what could not be fetched is wanted again by what the page shows. */
const fillTitle = async (owner: Owner, topic: Topic): Promise<void> => {
  if (
    await late(owner)
      .meet([topic])
      .catch(() => false)
  ) {
    await late(owner)
      .part<EncryptedMessagesTitlesService>("titles")!
      .fill(topic);
  }
};

const titleOfDraft = (owner: Owner, draft: SavedDraft): string | null => {
  const drafts = late(owner).part<EncryptedMessagesDraftsService>("drafts");
  if (!drafts) {
    next(() => late(owner).want());
  }
  return drafts?.titleOf(draft) ?? null;
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

      api.addModelGetter("topic", "fancyTitle", topicFancyTitle(fillTitle));

      // tracked, since a title may follow after its row is shown
      for (const model of ["notification", "bookmark", "topic"]) {
        api.addModelField(model, "fancy_title");
      }

      api.addModelField("user-draft", "encryptedMessagesExcerpt");
      api.addModelAccessor("user-draft", "excerpt", draftExcerpt);
      api.addModelGetter(
        "user-draft",
        "titleHtml",
        draftTitleHtml(titleOfDraft)
      );
    });
  },
};
