import { service } from "@ember/service";
import UserDraftsStream from "discourse/models/user-drafts-stream";
import DiscourseRoute from "discourse/routes/discourse";
import { i18n } from "discourse-i18n";

export default class UserActivityDraftsRoute extends DiscourseRoute {
  @service appEvents;
  @service currentUser;
  @service router;

  templateName = "user/stream";

  beforeModel() {
    if (this.modelFor("user") !== this.currentUser) {
      this.router.transitionTo("userActivity.drafts", this.currentUser);
    }
  }

  async model() {
    const stream = UserDraftsStream.create();
    await stream.findItems();
    return {
      stream,
      emptyState: {
        title: i18n("user_activity.no_drafts_title"),
        body: i18n("user_activity.no_drafts_body"),
      },
    };
  }

  activate() {
    super.activate(...arguments);
    this.appEvents.on("draft:destroyed", this, this.refresh);
  }

  deactivate() {
    super.deactivate(...arguments);
    this.appEvents.off("draft:destroyed", this, this.refresh);
  }

  titleToken() {
    return i18n("drafts.label");
  }
}
