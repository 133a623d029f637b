import Controller from "@ember/controller";
import { action } from "@ember/object";
import { service } from "@ember/service";

export default class FullPageSearchController extends Controller {
  @service router;

  queryParams = ["q"];
  q = null;

  @action
  search(event) {
    event.preventDefault();
    const q = new FormData(event.target).get("q");
    this.router.transitionTo("full-page-search", { queryParams: { q } });
  }
}
