/**
 * A request that got no answer. Core's `ajax` neither resolves nor rejects then,
 * and its composer would say "Saving" until the page is reloaded. jQuery, by which
 * core sends everything, tells of it in every browser: of a lost request with
 * status 0, and of one that the page itself has given up with "abort" as its text.
 */
// @ts-expect-error core's types know it as a global
import $ from "jquery";

/** How core sends a new post, an edit and a changed title. */
const SAVING: [method: string, path: RegExp][] = [
  ["POST", /\/posts(\.json)?$/],
  ["PUT", /\/posts\/\d+(\.json)?$/],
  ["PUT", /\/t\/[^/]+\/\d+(\.json)?$/],
];

/**
 * Calls `lost` for each request that saves a message and was not answered.
 *
 * @returns a function that ends it
 */
export function watchLostRequests(lost: () => void): () => void {
  const hear = (
    _event: unknown,
    { status, statusText }: { status: number; statusText: string },
    { type, url }: { type?: string; url?: string }
  ): void => {
    const { pathname } = new URL(url ?? "", window.location.href);
    const isSaving = SAVING.some(
      ([method, path]) => type?.toUpperCase() === method && path.test(pathname)
    );
    if (isSaving && status === 0 && statusText !== "abort") {
      lost();
    }
  };
  // eslint-disable-next-line ember/no-jquery -- its events go to its own listeners alone
  const page = $(document);
  page.on("ajaxError", hear);
  return () => page.off("ajaxError", hear);
}
