import $ from "jquery";
import { handleLogoff } from "discourse/lib/ajax";
import { isProduction, isTesting } from "discourse/lib/environment";
import getURL from "discourse/lib/get-url";
import userPresent from "discourse/lib/user-presence";

const LONG_POLL_AFTER_UNSEEN_MS = 20 * 60_000;

/** Starts the message bus once the page has loaded. */
export default {
  name: "message-bus",
  after: "inject-objects",

  initialize(owner) {
    if (isTesting()) {
      return;
    }
    const messageBus = owner.lookup("service:message-bus");
    const siteSettings = owner.lookup("service:site-settings");
    const user = owner.lookup("service:current-user");

    messageBus.stop();
    messageBus.baseUrl = getURL("/");
    messageBus.alwaysLongPoll = !isProduction();
    messageBus.shouldLongPollCallback = () =>
      userPresent({ userUnseenTime: LONG_POLL_AFTER_UNSEEN_MS });
    messageBus.callbackInterval = user
      ? siteSettings.polling_interval
      : siteSettings.anon_polling_interval;
    messageBus.backgroundCallbackInterval =
      siteSettings.background_polling_interval;
    messageBus.enableChunkedEncoding = siteSettings.enable_chunked_encoding;
    messageBus.ajax = request;

    if (document.readyState === "complete") {
      messageBus.start();
    } else {
      window.addEventListener("load", () => messageBus.start(), { once: true });
    }
  },
};

function request(options) {
  const { complete } = options;
  // eslint-disable-next-line ember/no-jquery -- as core does
  return $.ajax({
    ...options,
    complete(xhr, status) {
      handleLogoff(xhr);
      complete?.(xhr, status);
    },
  });
}
