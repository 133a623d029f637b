import { apiInitializer } from "discourse/lib/api";
import CardNumbers from "../components/encrypted-messages/card-numbers";
import ProfileNumbers from "../components/encrypted-messages/profile-numbers";
import AvatarFlair from "../components/encrypted-messages/topic/avatar-flair";
import type EncryptedMessagesContactsService from "../services/encrypted-messages-contacts";
import type EncryptedMessagesIdentityService from "../services/encrypted-messages-identity";

/** Core's names of members → with whom numbers were compared. */
export default apiInitializer((api) => {
  if (!api.getCurrentUser()) {
    return;
  }
  const identity: EncryptedMessagesIdentityService = api.container.lookup(
    "service:encrypted-messages-identity"
  );
  const contacts = (): EncryptedMessagesContactsService =>
    api.container.lookup("service:encrypted-messages-contacts");

  // What is in the way is told where something is encrypted.
  identity.onUnlock(
    () =>
      void contacts()
        .load()
        .catch(() => {})
  );

  api.renderInOutlet("user-post-names", ProfileNumbers);
  api.renderInOutlet("user-card-post-names", CardNumbers);
  api.renderInOutlet("post-avatar-flair", AvatarFlair);
});
