import { apiInitializer } from "discourse/lib/api";
import { showDecryptedHistory } from "../core-seams/post-history";
import type EncryptedMessagesLateService from "../services/encrypted-messages-late";
import type { ModalService, Post } from "../types/core";

/** Core's history of a post → the plugin's own dialog, where the post is encrypted. */
export default apiInitializer((api) => {
  if (!api.getCurrentUser()) {
    return;
  }

  const late: EncryptedMessagesLateService = api.container.lookup(
    "service:encrypted-messages-late"
  );
  const modal = (): ModalService => api.container.lookup("service:modal");

  api.modifyClass(
    "route:topic",
    showDecryptedHistory((post: Post, revision?: number) => {
      if (!post.encrypted_raw && !late.isEncrypted(post.topic)) {
        return false;
      }
      void late.use(({ HistoryModal }) =>
        modal().show(HistoryModal, { model: { post, revision } })
      );
      return true;
    })
  );
});
