import { apiInitializer } from "discourse/lib/api";
import { inviteWithKeys } from "../core-seams/invite-dialog";
import { askBeforeRemoval } from "../core-seams/removal-dialog";
import type EncryptedMessagesComposerService from "../services/encrypted-messages-composer";
import type EncryptedMessagesInviterService from "../services/encrypted-messages-inviter";
import type { BasicUser, Topic } from "../types/core";

/** Core's ways to add members and to remove them → the service that gives keys, and says what a removal means. */
export default apiInitializer((api) => {
  if (!api.getCurrentUser()) {
    return;
  }

  const inviter = (): EncryptedMessagesInviterService =>
    api.container.lookup("service:encrypted-messages-inviter");
  const composerService = (): EncryptedMessagesComposerService =>
    api.container.lookup("service:encrypted-messages-composer");

  api.modifyClass(
    "route:topic",
    inviteWithKeys(
      (topic: Topic) => composerService().isEncryptedTopic(topic),
      (topic: Topic) => inviter().open(topic)
    )
  );
  api.modifyClass(
    "controller:topic",
    askBeforeRemoval(
      (topic: Topic | undefined) => composerService().isEncryptedTopic(topic),
      (user: BasicUser, remove: () => unknown) =>
        inviter().askBeforeRemoval(user, remove)
    )
  );
});
