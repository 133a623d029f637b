/**
 * Core's `ajax` fetches a CSRF token before a request that is no GET, where the page
 * has none: after one was refused. Where that gets no answer, the request never
 * settles, whoever asked to be told, and neither does any after it: they all wait for
 * the lost one. So it is fetched here before, by a request that does fail.
 */
import { ajax } from "discourse/lib/ajax";
import Session from "discourse/models/session";

/** What core's types do not know of it. */
const session = Session as unknown as {
  currentProp(name: "csrfToken", value?: string): string | null | undefined;
};

/** @throws the request's error: what was to come after it was not sent */
export async function haveCsrfToken(): Promise<void> {
  if (!session.currentProp("csrfToken")) {
    const { csrf } = (await ajax("/session/csrf", {
      ignoreUnsent: false,
    })) as { csrf: string };
    session.currentProp("csrfToken", csrf);
  }
}
