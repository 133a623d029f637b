/**
 * Logging out, and what amounts to it. Core ends a session and then loads the page anew, without an event or a hook before
 * that; and it tells the member of a session that has ended elsewhere in a dialog, behind which the page stays.
 *
 * The member's own log-out drops all that is kept on the device, and "Log out all devices" too. On the site's word that a
 * session has ended only the keys go: what tells a message rolled back or moved must not be erased by it.
 */
import { action } from "@ember/object";
import type { BasicUser, CurrentUser } from "../types/core";

interface ApplicationRoute {
  logout(): unknown;
}

interface SecurityController {
  model: BasicUser;
  currentUser: CurrentUser | null;
  revokeAuthToken(token: unknown, event?: Event): unknown;
}

interface DDocument {
  displayLogoff(): void;
}

type Class<T> = new (...args: never[]) => T;

/**
 * Mixes into core's `route:application`.
 *
 * @param forget drops everything from this device and tells the member where it cannot; never rejects. First of all, so
 *   that it is gone even where the session cannot be ended
 */
export function forgetOnLogOut(forget: () => Promise<void>) {
  return (Superclass: Class<ApplicationRoute>) => {
    class ForgettingApplicationRoute extends Superclass {
      @action
      async logout(): Promise<unknown> {
        await forget();
        return super.logout();
      }
    }
    return ForgettingApplicationRoute;
  };
}

/** Mixes into core's `controller:preferences/security`, where a token stands for one device, and none for all of them. */
export function forgetOnLogOutOfAll(forget: () => Promise<void>) {
  return (Superclass: Class<SecurityController>) => {
    class ForgettingSecurityController extends Superclass {
      @action
      async revokeAuthToken(token: unknown, event?: Event): Promise<unknown> {
        event?.preventDefault();
        if (!token && this.model.id === this.currentUser?.id) {
          await forget();
        }
        return super.revokeAuthToken(token, event);
      }
    }
    return ForgettingSecurityController;
  };
}

/** Mixes into core's `component:d-document`, which is told by any answer of the site that the session has ended. */
export function dropKeysOnLogoff(dropKeys: () => void) {
  return (Superclass: Class<DDocument>) => {
    class DroppingDocument extends Superclass {
      displayLogoff(): void {
        dropKeys();
        super.displayLogoff();
      }
    }
    return DroppingDocument;
  };
}
