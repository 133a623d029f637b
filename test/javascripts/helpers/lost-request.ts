import Session from "discourse/models/session";
import pretender from "discourse/tests/helpers/create-pretender";
import { json } from "./members";

/**
 * In a pretender handler: the connection breaks. Core's `ajax` settles such a request
 * for those alone who asked to be told (`ignoreUnsent: false`).
 */
export function lost(request: unknown): Promise<never> {
  const { onerror, onloadend } = request as Record<
    string,
    (() => void) | undefined
  >;
  // never at once
  setTimeout(() => {
    onerror?.call(request);
    onloadend?.call(request);
  });
  return new Promise(() => {});
}

/** The page has no CSRF token, and the next `losses` requests for one are lost. */
export function loseCsrfToken(losses = 1): void {
  let requests = 0;
  (
    Session as unknown as { currentProp(name: string, value: null): void }
  ).currentProp("csrfToken", null);
  pretender.get("/session/csrf", ((request: unknown) =>
    requests++ < losses
      ? lost(request)
      : json(200, { csrf: "a token" })) as never);
}
