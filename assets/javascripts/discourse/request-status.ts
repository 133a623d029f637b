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
  const { jqXHR } = (error ?? {}) as {
    jqXHR?: {
      status?: number;
      responseJSON?: { error_type?: string; extras?: { post_id?: unknown } };
    };
  };
  const { error_type, extras } = jqXHR?.responseJSON ?? {};
  const isStored = jqXHR?.status === 409 && error_type === "stored_before";
  return isStored && typeof extras?.post_id === "number"
    ? extras.post_id
    : null;
}

/** Whether the site has refused something since others have changed meanwhile who takes part. */
export function isRosterConflict(error: unknown): boolean {
  const { jqXHR } = (error ?? {}) as {
    jqXHR?: { status?: number; responseJSON?: { error_type?: string } };
  };
  return (
    jqXHR?.status === 409 && jqXHR.responseJSON?.error_type === "roster_changed"
  );
}
