import Controller from "@ember/controller";
import { action } from "@ember/object";
import { service } from "@ember/service";

export default class ApplicationController extends Controller {
  @service a11y;

  @action
  showLogin() {
    this.send("showLogin");
  }

  @action
  logout() {
    this.send("logout");
  }
}
