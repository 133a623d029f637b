import Controller from "@ember/controller";
import { action } from "@ember/object";
import { service } from "@ember/service";
import { ajax } from "discourse/lib/ajax";
import { popupAjaxError } from "discourse/lib/ajax-error";
import logout from "discourse/lib/logout";
import { userPath } from "discourse/lib/url";

export default class SecurityController extends Controller {
  @service currentUser;

  /** Ends the login of one device, or of all where there is no token. */
  @action
  revokeAuthToken(token, event) {
    event?.preventDefault();
    ajax(
      userPath(`${this.model.username_lower}/preferences/revoke-auth-token`),
      {
        type: "POST",
        data: token ? { token_id: token.id } : {},
      }
    )
      .then(() => {
        if (!token) {
          logout();
        }
      })
      .catch(popupAjaxError);
  }
}
