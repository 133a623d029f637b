import { handleLogoff } from "discourse/lib/ajax";
import { isProduction, isTesting } from "discourse/lib/environment";
import getURL from "discourse/lib/get-url";
import userPresent from "discourse/lib/user-presence";
import { sendRequest } from "discourse/lib/xhr";

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
  const { complete, ...rest } = options;
  return sendRequest(options.url, {
    ...rest,
    beforeSend(xhr) {
      if (options.messageBus.chunked) {
        options.messageBus.onProgressListener(xhr);
      }
    },
    complete(xhr, status) {
      handleLogoff(xhr);
      complete?.(xhr, status);
    },
  });
}
