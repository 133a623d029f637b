/**
 * A request that got no answer. Core's `ajax` neither resolves nor rejects then,
 * and its composer would say "Saving" until the page is reloaded. The browser
 * lists every request it has finished with, a lost one with status 0.
 */

/** What core sends a new post, an edit and a changed title to. */
const SAVING_PATHS = [
  /\/posts(\.json)?$/,
  /\/posts\/\d+(\.json)?$/,
  /\/t\/[^/]+\/\d+/,
];

/**
 * Calls `lost` for each request that saves a message and was not answered.
 *
 * @returns a function that ends it
 */
export function watchLostRequests(lost: () => void): () => void {
  if (!PerformanceObserver.supportedEntryTypes?.includes("resource")) {
    return () => {};
  }

  const observer = new PerformanceObserver((list) => {
    const entries = list.getEntries() as PerformanceResourceTiming[];
    const isLost = entries.some(
      ({ name, initiatorType, responseStatus }) =>
        responseStatus === 0 &&
        initiatorType === "xmlhttprequest" &&
        SAVING_PATHS.some((path) => path.test(new URL(name).pathname))
    );
    if (isLost) {
      lost();
    }
  });
  observer.observe({ type: "resource" });
  return () => observer.disconnect();
}
