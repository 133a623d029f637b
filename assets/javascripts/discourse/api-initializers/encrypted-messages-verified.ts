import { apiInitializer } from "discourse/lib/api";
import { late as shownLate } from "../components/encrypted-messages/late";
import AvatarFlair from "../components/encrypted-messages/topic/avatar-flair";
import type EncryptedMessagesContactsService from "../late-services/encrypted-messages-contacts";
import type EncryptedMessagesIdentityService from "../late-services/encrypted-messages-identity";
import type EncryptedMessagesLateService from "../services/encrypted-messages-late";
import type { BasicUser, CurrentUser } from "../types/core";

/** Core's names of members → with whom numbers were compared. */
export default apiInitializer((api) => {
  const currentUser: CurrentUser | null = api.getCurrentUser();
  if (!currentUser) {
    return;
  }
  const late: EncryptedMessagesLateService = api.container.lookup(
    "service:encrypted-messages-late"
  );

  // What is in the way is told where something is encrypted.
  late.whenHere(() =>
    late.part<EncryptedMessagesIdentityService>("identity")!.onUnlock(
      () =>
        void late
          .part<EncryptedMessagesContactsService>("contacts")!
          .load()
          .catch(() => {})
    )
  );

  /** Numbers are compared by who has keys of their own. */
  const isComparable = (member: BasicUser | null | undefined): boolean =>
    Boolean(currentUser.encrypted_messages_enabled) &&
    member?.id !== currentUser.id;
  api.renderInOutlet(
    "user-post-names",
    shownLate<{ outletArgs: { model: BasicUser } }>("ProfileNumbers", {
      isOurs: (_late, { outletArgs: { model } }) => isComparable(model),
    })
  );
  api.renderInOutlet(
    "user-card-post-names",
    shownLate<{ outletArgs: { user?: BasicUser | null } }>("CardNumbers", {
      isOurs: (_late, { outletArgs: { user } }) => isComparable(user),
    })
  );
  api.renderInOutlet("post-avatar-flair", AvatarFlair);
});
