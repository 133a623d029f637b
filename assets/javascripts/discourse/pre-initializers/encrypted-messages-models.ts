import { type PluginApi, withPluginApi } from "discourse/lib/plugin-api";
import * as fields from "../core-seams/composer-fields";
import { draftExcerpt, draftTitleHtml } from "../core-seams/draft-excerpt";
import { topicFancyTitle } from "../core-seams/topic-title";

/** Core's models, extended before any of them is looked up. */
export default {
  name: "encrypted-messages-models",
  before: "inject-discourse-objects",

  initialize(): void {
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
        fields.encryptedTitle
      );
      api.addModelGetter(
        "composer",
        "encryptedMessagesConversationId",
        fields.conversationId
      );
      api.addModelGetter("composer", "encryptedMessagesGrants", fields.grants);
      api.addModelGetter(
        "composer",
        "encryptedMessagesFingerprint",
        fields.fingerprint
      );

      api.addModelCallback("post", "beforeCreate", fields.guardPost);
      api.addModelCallback("post", "beforeUpdate", fields.guardPost);

      api.addModelGetter("topic", "fancyTitle", topicFancyTitle);

      // tracked, since a title may follow after its row is shown
      for (const model of ["notification", "bookmark", "topic"]) {
        api.addModelField(model, "fancy_title");
      }

      api.addModelField("user-draft", "encryptedMessagesExcerpt");
      api.addModelAccessor("user-draft", "excerpt", draftExcerpt);
      api.addModelGetter("user-draft", "titleHtml", draftTitleHtml);
    });
  },
};
