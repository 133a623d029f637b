import { waitForPromise } from "@ember/test-waiters";
import { apiInitializer } from "discourse/lib/api";
import { isTesting } from "discourse/lib/environment";
import {
  dropKeysOnLogoff,
  forgetOnLogOut,
  forgetOnLogOutOfAll,
} from "../core-seams/log-out";
import type EncryptedMessagesSessionService from "../services/encrypted-messages-session";

/** The ends of a session → what is taken off this device. Also on pages without anybody logged in. */
export default apiInitializer((api) => {
  const session = (): EncryptedMessagesSessionService =>
    api.container.lookup("service:encrypted-messages-session");

  const user = api.getCurrentUser();
  // Core's unit tests start the application before they say who is logged in.
  if (user || !isTesting()) {
    void waitForPromise(session().start());
  }
  if (!user) {
    return;
  }

  const forget = (): Promise<void> => session().leave();
  api.modifyClass("route:application", forgetOnLogOut(forget));
  api.modifyClass(
    "controller:preferences/security",
    forgetOnLogOutOfAll(forget)
  );
  api.modifyClass(
    "component:d-document",
    dropKeysOnLogoff(() => session().end())
  );
});
