import { apiInitializer } from "discourse/lib/api";
import { i18n } from "discourse-i18n";
import { type MenuEntry, stayingActions } from "../compose/staying-actions";
import UploadRefusal from "../compose/upload-refusal";
import { choiceOf } from "../late/before";
import type EncryptedMessagesLateService from "../services/encrypted-messages-late";
import type {
  ComposerModel,
  ComposerService,
  DialogService,
} from "../types/core";

/** What core's composer offers beside the text, and does not go with an encrypted message. */
export default apiInitializer((api) => {
  if (!api.getCurrentUser()) {
    return;
  }

  const late: EncryptedMessagesLateService = api.container.lookup(
    "service:encrypted-messages-late"
  );
  const composer = (): ComposerService =>
    api.container.lookup("service:composer");
  const dialog = (): DialogService => api.container.lookup("service:dialog");
  const staying = (
    entries: MenuEntry[],
    model: ComposerModel | null | undefined
  ): MenuEntry[] =>
    model && choiceOf(late).keepsSecret(model)
      ? stayingActions(entries, model)
      : entries;

  api.registerValueTransformer(
    "composer-actions-content",
    ({
      value,
      context: { composerModel },
    }: {
      value: MenuEntry[];
      context: { composerModel: ComposerModel | null };
    }) => staying(value, composerModel)
  );

  // The menu before the summer of 2026, which no transformer reaches.
  const olderMenu = api.modifySelectKit("composer-actions");
  olderMenu.replaceContent(
    (menu: { composerModel?: ComposerModel }, entries: MenuEntry[]) =>
      staying(entries, menu.composerModel)
  );

  // Asked for each file, since the model that core hands over is the one its editor was made for.
  api.addComposerUploadPreProcessor(UploadRefusal, () => ({
    reason: () => {
      const model = composer().model;
      const isRefused =
        model &&
        (choiceOf(late).keepsSecret(model) ||
          !choiceOf(late).maySendPlain(model));
      return isRefused
        ? i18n("encrypted_messages.composer.uploads_refused")
        : null;
    },
    tell: (reason: string) => dialog().alert(reason),
  }));
});
