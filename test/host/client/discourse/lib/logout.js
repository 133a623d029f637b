import { isEmpty } from "@ember/utils";
import { isTesting } from "discourse/lib/environment";
import { getOwnerWithFallback } from "discourse/lib/get-owner";
import getURL from "discourse/lib/get-url";

/**
 * Leaves the page after logging out: forgets what core keeps in the browser, then loads the page anew.
 *
 * @param {{ redirect?: string }} [options] where the server wants the member to go
 */
export default function logout({ redirect } = {}) {
  if (isTesting()) {
    return;
  }
  getOwnerWithFallback(this).lookup("service:key-value-store").abandonLocal();
  window.location.href = isEmpty(redirect) ? getURL("/") : redirect;
}
