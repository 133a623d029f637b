import { action } from "@ember/object";
import Route from "@ember/routing/route";
import { once } from "@ember/runloop";
import { service } from "@ember/service";

/** Core's base route: gathers the document's title from the route and those above it. */
export default class DiscourseRoute extends Route {
  @service currentUser;

  @action
  refreshTitle() {
    once(this, this._refreshTitleOnce);
  }

  @action
  _collectTitleTokens(tokens) {
    const token = this.titleToken?.();
    if (token?.length) {
      tokens.push(...(Array.isArray(token) ? token : [token]));
    }
    return true;
  }

  _refreshTitleOnce() {
    this.send("_collectTitleTokens", []);
  }
}
