import { resolve } from "rsvp";
import { apiInitializer } from "discourse/lib/api";
import { USER_OPTION_COMPOSITION_MODES } from "discourse/lib/constants";
import ComposerEditor from "../components/encrypted-messages/composer/composer-editor";
import ComposerToggle from "../components/encrypted-messages/composer/composer-toggle";
import DraftTitle from "../components/encrypted-messages/composer/draft-title";
import { compositionOf } from "../compose/registry";
import type EncryptedMessagesComposerOpeningService from "../services/encrypted-messages-composer-opening";
import type EncryptedMessagesDraftingService from "../services/encrypted-messages-drafting";
import type EncryptedMessagesEncryptionChoiceService from "../services/encrypted-messages-encryption-choice";
import type EncryptedMessagesSenderService from "../services/encrypted-messages-sender";
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

  // Looked up when used: an early look-up would hide core's classes from others.
  const drafting = (): EncryptedMessagesDraftingService =>
    api.container.lookup("service:encrypted-messages-drafting");
  const choice = (): EncryptedMessagesEncryptionChoiceService =>
    api.container.lookup("service:encrypted-messages-encryption-choice");
  const sender = (): EncryptedMessagesSenderService =>
    api.container.lookup("service:encrypted-messages-sender");
  const opening = (): EncryptedMessagesComposerOpeningService =>
    api.container.lookup("service:encrypted-messages-composer-opening");
  const currentModel = (): ComposerModel | null =>
    (api.container.lookup("service:composer") as ComposerService).model;

  api.renderInOutlet("composer-action-after", ComposerToggle);
  api.renderInOutlet("composer-after-composer-editor", ComposerEditor);
  api.renderInOutlet("before-composer-toggles", DraftTitle);

  api.registerBehaviorTransformer(
    "composer-open",
    async ({
      next,
      context: { composer, opts },
    }: {
      next: () => Promise<unknown>;
      context: { composer: ComposerModel; opts: ComposerOpenOptions };
    }) => {
      await opening().beforeOpen(composer, opts);
      const result = await next();
      await opening().afterOpen(composer, opts);
      return result;
    }
  );

  api.registerValueTransformer(
    "composer-force-editor-mode",
    ({ value, context: { model } }: ModelTransformer<number>) =>
      compositionOf(model) || choice().mustEncrypt(model)
        ? USER_OPTION_COMPOSITION_MODES.markdown
        : value
  );

  api.registerValueTransformer(
    "composer-service-cannot-submit-post",
    ({ value, context: { model } }: ModelTransformer<boolean>) =>
      sender().cannotSubmit(model, value)
  );

  api.composerBeforeSave(function (this: ComposerModel) {
    // One of Ember's promises, as core's is: behind another kind core would hear of a refused edit only after it has drawn
    // the composer again, and tell nobody.
    return resolve(sender().prepareToSend(this));
  });
  api.addComposerSaveErrorCallback((error: string) =>
    sender().sendFailed(error)
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
    drafting().insertBlockOnce(currentModel(), block)
  );
  api.onAppEvent("composer:edited-post", () =>
    sender().editSaved(currentModel())
  );
  api.onAppEvent(
    "composer-service:last-validated-at-updated",
    ({ model }: { model: ComposerModel }) => sender().refuseNobody(model)
  );
});
