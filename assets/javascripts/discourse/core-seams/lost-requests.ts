/**
 * A request that got no answer. Core's `ajax` neither resolves nor rejects then,
 * and its composer would say "Saving" until the page is reloaded. jQuery, by which
 * core sends everything, tells of it in every browser: of a lost request with
 * status 0, and of one that the page itself has given up with "abort" as its text.
 * Of a refusal core tells no more than the text.
 */
// @ts-expect-error core's types know it as a global
import $ from "jquery";
import { isRosterConflict, storedBefore } from "../request-status";

/** How core sends a new post, an edit and a changed title. */
const SAVING: [method: string, path: RegExp][] = [
  ["POST", /\/posts(\.json)?$/],
  ["PUT", /\/posts\/\d+(\.json)?$/],
  ["PUT", /\/t\/[^/]+\/\d+(\.json)?$/],
];

/** What may become of a request that saves a message, and that core says nothing of. */
export interface Unheard {
  /** it was not answered */
  lost(): void;
  /** it was refused, for others have changed meanwhile who takes part */
  behind(): void;
  /** it was refused, for that post has the message already, as it was sealed before */
  stored(postId: number): void;
}

/**
 * Calls one of these for each request that it is true of, when jQuery is done with it: with one kind of promise core has
 * heard by then that it has failed, with another it hears next.
 *
 * @returns a function that ends it
 */
export function watchSaving({ lost, behind, stored }: Unheard): () => void {
  const hear = (
    _event: unknown,
    jqXHR: { status: number; statusText: string },
    { type, url }: { type?: string; url?: string }
  ): void => {
    const { pathname } = new URL(url ?? "", window.location.href);
    const isSaving = SAVING.some(
      ([method, path]) => type?.toUpperCase() === method && path.test(pathname)
    );
    if (!isSaving) {
      return;
    }
    const postId = storedBefore({ jqXHR });
    if (postId !== null) {
      stored(postId);
    } else if (isRosterConflict({ jqXHR })) {
      behind();
    } else if (jqXHR.status === 0 && jqXHR.statusText !== "abort") {
      lost();
    }
  };
  // eslint-disable-next-line ember/no-jquery -- its events go to its own listeners alone
  const page = $(document);
  page.on("ajaxError", hear);
  return () => page.off("ajaxError", hear);
}
