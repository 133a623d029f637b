// host-only: core builds the routes of its lists at boot
import { service } from "@ember/service";
import DiscourseRoute from "discourse/routes/discourse";
import { i18n } from "discourse-i18n";

export default class DiscoveryLatestRoute extends DiscourseRoute {
  @service store;

  templateName = "discovery/list";

  model() {
    return this.store.findFiltered("topicList", { filter: "latest" });
  }

  titleToken() {
    return i18n("filters.latest.title");
  }
}
