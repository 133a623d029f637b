import { apiInitializer } from "discourse/lib/api";
import { inviteWithKeys } from "../core-seams/invite-dialog";
import { askBeforeRemoval } from "../core-seams/removal-dialog";
import type EncryptedMessagesInviterService from "../late-services/encrypted-messages-inviter";
import type EncryptedMessagesLateService from "../services/encrypted-messages-late";
import type { BasicUser, Topic } from "../types/core";

/** Core's ways to add members and to remove them → the service that gives keys, and says what a removal means. */
export default apiInitializer((api) => {
  if (!api.getCurrentUser()) {
    return;
  }

  const late: EncryptedMessagesLateService = api.container.lookup(
    "service:encrypted-messages-late"
  );

  api.modifyClass(
    "route:topic",
    inviteWithKeys(
      (topic: Topic) => late.isEncrypted(topic),
      (topic: Topic) => late.use(({ invite }) => invite(api.container, topic))
    )
  );
  api.modifyClass(
    "controller:topic",
    askBeforeRemoval(
      (topic: Topic | undefined) => late.isEncrypted(topic),
      (user: BasicUser, remove: () => Promise<void>) =>
        late.use(() =>
          late
            .part<EncryptedMessagesInviterService>("inviter")!
            .askBeforeRemoval(user, remove)
        )
    )
  );
});
