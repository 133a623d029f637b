import { apiInitializer } from "discourse/lib/api";
import { inviteWithKeys } from "../core-seams/invite-dialog";
import type EncryptedMessagesComposerService from "../services/encrypted-messages-composer";
import type EncryptedMessagesInviterService from "../services/encrypted-messages-inviter";
import type { Topic } from "../types/core";

/** Core's ways to add members → the service that gives them keys. */
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
});
