import { apiInitializer } from "discourse/lib/api";
import HistoryModal from "../components/encrypted-messages/modal/history";
import { showDecryptedHistory } from "../core-seams/post-history";
import type EncryptedMessagesEncryptionChoiceService from "../services/encrypted-messages-encryption-choice";
import type { ModalService, Post } from "../types/core";

/** Core's history of a post → the plugin's own dialog, where the post is encrypted. */
export default apiInitializer((api) => {
  if (!api.getCurrentUser()) {
    return;
  }

  const choice = (): EncryptedMessagesEncryptionChoiceService =>
    api.container.lookup("service:encrypted-messages-encryption-choice");
  const modal = (): ModalService => api.container.lookup("service:modal");

  api.modifyClass(
    "route:topic",
    showDecryptedHistory((post: Post, revision?: number) => {
      if (!post.encrypted_raw && !choice().isEncryptedTopic(post.topic)) {
        return false;
      }
      void modal().show(HistoryModal, { model: { post, revision } });
      return true;
    })
  );
});
