// Scripts that are not part of the application, each fetched once; from the CDN where there is one.
import { run } from "@ember/runloop";
import { buildWaiter } from "@ember/test-waiters";
import { Promise } from "rsvp";
import { getURLWithCDN } from "discourse/lib/get-url";

const WAITER = buildWaiter("load-script");
const requests = new Map();

/** @returns {Promise<void>} when the script has run; rejected when it could not be fetched, and then asked for anew */
export default function loadScript(url) {
  const source = getURLWithCDN(url);
  if (!requests.has(source)) {
    const request = fetchScript(source);
    requests.set(source, request);
    request.catch(() => requests.delete(source));
  }
  return requests.get(source);
}

function fetchScript(source) {
  return new Promise((resolve, reject) => {
    const token = WAITER.beginAsync();
    const script = document.createElement("script");
    script.src = source;
    script.addEventListener("load", () => {
      run(null, resolve);
      WAITER.endAsync(token);
    });
    script.addEventListener("error", () => {
      script.remove();
      run(null, reject, new Error(`Failed to load ${source}`));
      WAITER.endAsync(token);
    });
    document.head.append(script);
  });
}
