import { extractErrorInfo } from "discourse/lib/ajax-error";

/** @returns the status that a failed request of core's `ajax` was answered with; 0 where there was no answer */
export function statusOf(error: unknown): number {
  return (error as { jqXHR?: { status?: number } })?.jqXHR?.status ?? 0;
}

/** Whether a request of core's `ajax` has failed, with an answer or without. */
export function isRequestError(error: unknown): boolean {
  return Boolean((error as { jqXHR?: object })?.jqXHR);
}

/** @returns what the site has said of a request that it refused; null where it refused none, or failed itself */
export function refusalText(error: unknown): string | null {
  const status = statusOf(error);
  return status >= 400 && status < 500
    ? (extractErrorInfo(error, null).message as string)
    : null;
}

/** @returns the post that has a message already, where the site has refused it for that; null where it did not */
export function storedBefore(error: unknown): number | null {
  const postId = conflictOf("stored_before", error)?.extras?.post_id;
  return typeof postId === "number" ? postId : null;
}

/** Whether the site has refused something since others have changed meanwhile who takes part. */
export function isRosterConflict(error: unknown): boolean {
  return conflictOf("roster_changed", error) !== null;
}

interface Conflict {
  error_type?: string;
  extras?: { post_id?: unknown };
}

/** What the site has answered with a 409 of that type; null where it has answered otherwise. */
function conflictOf(type: string, error: unknown): Conflict | null {
  const { jqXHR } = (error ?? {}) as { jqXHR?: { responseJSON?: Conflict } };
  const answer = jqXHR?.responseJSON;
  return statusOf(error) === 409 && answer?.error_type === type ? answer : null;
}
