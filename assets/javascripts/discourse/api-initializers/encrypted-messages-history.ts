import { apiInitializer } from "discourse/lib/api";
import HistoryModal from "../components/encrypted-messages/modal/history";
import { showDecryptedHistory } from "../core-seams/post-history";
import type EncryptedMessagesComposerService from "../services/encrypted-messages-composer";
import type { ModalService, Post } from "../types/core";

/** Core's history of a post → the plugin's own dialog, where the post is encrypted. */
export default apiInitializer((api) => {
  if (!api.getCurrentUser()) {
    return;
  }

  const composerService = (): EncryptedMessagesComposerService =>
    api.container.lookup("service:encrypted-messages-composer");
  const modal = (): ModalService => api.container.lookup("service:modal");

  api.modifyClass(
    "route:topic",
    showDecryptedHistory((post: Post, revision?: number) => {
      if (
        !post.encrypted_raw &&
        !composerService().isEncryptedTopic(post.topic)
      ) {
        return false;
      }
      void modal().show(HistoryModal, { model: { post, revision } });
      return true;
    })
  );
});
