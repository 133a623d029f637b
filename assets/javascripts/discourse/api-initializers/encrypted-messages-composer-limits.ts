import { apiInitializer } from "discourse/lib/api";
import { type MenuEntry, stayingActions } from "../compose/staying-actions";
import type EncryptedMessagesBoxService from "../services/encrypted-messages-box";
import type { ComposerModel } from "../types/core";

/** What core's composer offers beside the text, and does not go with an encrypted message. */
export default apiInitializer((api) => {
  if (!api.getCurrentUser()) {
    return;
  }

  const box = (): EncryptedMessagesBoxService =>
    api.container.lookup("service:encrypted-messages-box");
  const staying = (
    entries: MenuEntry[],
    model: ComposerModel | null | undefined
  ): MenuEntry[] =>
    model && box().keepsSecret(model)
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
  api
    .modifySelectKit("composer-actions")
    .replaceContent(
      (menu: { composerModel?: ComposerModel }, entries: MenuEntry[]) =>
        staying(entries, menu.composerModel)
    );
});
