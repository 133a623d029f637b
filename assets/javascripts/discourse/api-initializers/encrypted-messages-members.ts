import { apiInitializer } from "discourse/lib/api";
import { invite } from "../components/encrypted-messages/modal/invite";
import { inviteWithKeys } from "../core-seams/invite-dialog";
import { askBeforeRemoval } from "../core-seams/removal-dialog";
import type EncryptedMessagesEncryptionChoiceService from "../services/encrypted-messages-encryption-choice";
import type EncryptedMessagesInviterService from "../services/encrypted-messages-inviter";
import type { BasicUser, Topic } from "../types/core";

/** Core's ways to add members and to remove them → the service that gives keys, and says what a removal means. */
export default apiInitializer((api) => {
  if (!api.getCurrentUser()) {
    return;
  }

  const inviter = (): EncryptedMessagesInviterService =>
    api.container.lookup("service:encrypted-messages-inviter");
  const choice = (): EncryptedMessagesEncryptionChoiceService =>
    api.container.lookup("service:encrypted-messages-encryption-choice");

  api.modifyClass(
    "route:topic",
    inviteWithKeys(
      (topic: Topic) => choice().isEncryptedTopic(topic),
      (topic: Topic) => invite(api.container, topic)
    )
  );
  api.modifyClass(
    "controller:topic",
    askBeforeRemoval(
      (topic: Topic | undefined) => choice().isEncryptedTopic(topic),
      (user: BasicUser, remove: () => Promise<void>) =>
        inviter().askBeforeRemoval(user, remove)
    )
  );
});
