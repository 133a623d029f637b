import { resolve } from "rsvp";
import { apiInitializer } from "discourse/lib/api";
import { USER_OPTION_COMPOSITION_MODES } from "discourse/lib/constants";
import { i18n } from "discourse-i18n";
import { late as shownLate } from "../components/encrypted-messages/late";
import { compositionOf } from "../compose/registry";
import { choiceOf, isForMessage } from "../late/before";
import type EncryptedMessagesComposerOpeningService from "../late-services/encrypted-messages-composer-opening";
import type EncryptedMessagesDraftingService from "../late-services/encrypted-messages-drafting";
import type EncryptedMessagesSenderService from "../late-services/encrypted-messages-sender";
import type EncryptedMessagesLateService from "../services/encrypted-messages-late";
import type {
  ComposerModel,
  ComposerOpenOptions,
  ComposerService,
} from "../types/core";

interface ModelTransformer<T> {
  value: T;
  context: { model: ComposerModel };
}

/** Core's composer → the services of the encrypted one. */
export default apiInitializer((api) => {
  if (!api.getCurrentUser()) {
    return;
  }

  const late: EncryptedMessagesLateService = api.container.lookup(
    "service:encrypted-messages-late"
  );
  const drafting = () =>
    late.part<EncryptedMessagesDraftingService>("drafting");
  const sender = () => late.part<EncryptedMessagesSenderService>("sender");
  // Looked up when used: an early look-up would hide core's classes from others.
  const currentModel = (): ComposerModel | null =>
    (api.container.lookup("service:composer") as ComposerService).model;

  api.renderInOutlet("composer-action-after", shownLate("ComposerToggle"));
  api.renderInOutlet(
    "composer-after-composer-editor",
    shownLate("ComposerEditor")
  );
  api.renderInOutlet("before-composer-toggles", shownLate("DraftTitle"));

  api.registerBehaviorTransformer(
    "composer-open",
    async ({
      next,
      context: { composer, opts },
    }: {
      next: () => Promise<unknown>;
      context: { composer: ComposerModel; opts: ComposerOpenOptions };
    }) => {
      const { isOwn } = await late.kept();
      if (!late.everything && !isOwn && !isForMessage(late, opts)) {
        return next();
      }
      // Without it nobody could say whether the text may go to the site: core opens nothing then.
      if (!(await late.use(() => true))) {
        throw new Error(i18n("encrypted_messages.not_loaded.text"));
      }
      const opening =
        late.part<EncryptedMessagesComposerOpeningService>("composer-opening")!;
      await opening.beforeOpen(composer, opts);
      const result = await next();
      await opening.afterOpen(composer, opts);
      return result;
    }
  );

  api.registerValueTransformer(
    "composer-force-editor-mode",
    ({ value, context: { model } }: ModelTransformer<number>) =>
      compositionOf(model) || choiceOf(late).mustEncrypt(model)
        ? USER_OPTION_COMPOSITION_MODES.markdown
        : value
  );

  api.registerValueTransformer(
    "composer-service-cannot-submit-post",
    ({ value, context: { model } }: ModelTransformer<boolean>) =>
      sender()?.cannotSubmit(model, value) ??
      (value || choiceOf(late).mustEncrypt(model))
  );

  api.composerBeforeSave(function (this: ComposerModel) {
    // One of Ember's promises, as core's is: behind another kind core would hear of a refused edit only after it has drawn
    // the composer again, and tell nobody.
    return resolve(sender()?.prepareToSend(this));
  });
  api.addComposerSaveErrorCallback((error: string) =>
    sender()?.sendFailed(error)
  );

  api.serializeOnCreate("raw", "encryptedMessagesRaw");
  api.serializeOnCreate("title", "encryptedMessagesTitle");
  api.serializeOnCreate("encrypted_entry", "encryptedMessagesEntry");
  api.serializeOnCreate("encrypted_title", "encrypted_title");
  api.serializeOnCreate("encrypted_keys", "encryptedMessagesGrants");
  api.serializeOnCreate(
    "encrypted_fingerprint",
    "encryptedMessagesFingerprint"
  );
  api.serializeOnUpdate(
    "encrypted_fingerprint",
    "encryptedMessagesFingerprint"
  );
  api.serializeOnUpdate("raw", "encryptedMessagesRaw");
  api.serializeOnUpdate("original_text", "encryptedMessagesOriginalText");
  api.serializeToTopic("encrypted_title", "topic.encrypted_title");
  api.serializeToDraft("reply", "encryptedMessagesDraftReply");
  api.serializeToDraft("title", "encryptedMessagesDraftTitle");
  api.serializeToDraft("original_text", "encryptedMessagesOriginalText");

  api.onAppEvent("composer:insert-block", (block: string) =>
    drafting()?.insertBlockOnce(currentModel(), block)
  );
  api.onAppEvent("composer:edited-post", () =>
    sender()?.editSaved(currentModel())
  );
  api.onAppEvent(
    "composer-service:last-validated-at-updated",
    ({ model }: { model: ComposerModel }) => sender()?.refuseNobody(model)
  );
});
