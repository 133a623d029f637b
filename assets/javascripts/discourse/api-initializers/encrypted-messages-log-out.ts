import { apiInitializer } from "discourse/lib/api";
import { forgetOnLogOut } from "../core-seams/log-out";
import type EncryptedMessagesIdentityService from "../services/encrypted-messages-identity";

export default apiInitializer((api) => {
  if (!api.getCurrentUser()) {
    return;
  }

  const identityService = (): EncryptedMessagesIdentityService =>
    api.container.lookup("service:encrypted-messages-identity");

  api.modifyClass(
    "route:application",
    forgetOnLogOut(() => identityService().forget())
  );
});
