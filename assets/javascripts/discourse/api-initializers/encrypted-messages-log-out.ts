import { waitForPromise } from "@ember/test-waiters";
import { apiInitializer } from "discourse/lib/api";
import { isTesting } from "discourse/lib/environment";
import {
  dropKeysOnLogoff,
  forgetOnLogOut,
  forgetOnLogOutOfAll,
} from "../core-seams/log-out";
import type EncryptedMessagesKeptService from "../services/encrypted-messages-kept";

/** The ends of a session → what is taken off this device. Also on pages without anybody logged in. */
export default apiInitializer((api) => {
  const kept = (): EncryptedMessagesKeptService =>
    api.container.lookup("service:encrypted-messages-kept");

  const user = api.getCurrentUser();
  // Core's unit tests start the application before they say who is logged in.
  if (user || !isTesting()) {
    void waitForPromise(kept().start());
  }
  if (!user) {
    return;
  }

  const forget = (): Promise<void> => kept().leave();
  api.modifyClass("route:application", forgetOnLogOut(forget));
  api.modifyClass(
    "controller:preferences/security",
    forgetOnLogOutOfAll(forget)
  );
  api.modifyClass(
    "component:d-document",
    dropKeysOnLogoff(() => kept().end())
  );
});
