/**
 * Logging out. Core's application route ends the session and then loads the page
 * anew, without an event or a hook before that.
 *
 * Only the member's own log-out counts: what is forgotten is also what tells a
 * message rolled back or moved, so the site's word that a session has ended
 * (`/logout/:id` on the message bus) must not erase it.
 */
import { action } from "@ember/object";

interface ApplicationRoute {
  logout(): unknown;
}

/**
 * Mixes into core's `route:application`.
 *
 * @param forget drops the member's keys from this device: first, so that they are
 *   gone even where the session cannot be ended
 */
export function forgetOnLogOut(forget: () => Promise<void>) {
  return (Superclass: new (...args: never[]) => ApplicationRoute) => {
    class ForgettingApplicationRoute extends Superclass {
      @action
      async logout(): Promise<unknown> {
        // storage that fails to forget must not keep the session alive
        await forget().catch(() => {});
        return super.logout();
      }
    }
    return ForgettingApplicationRoute;
  };
}
