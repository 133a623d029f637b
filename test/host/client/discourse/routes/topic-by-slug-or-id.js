import { service } from "@ember/service";
import { ID_CONSTRAINT } from "discourse/models/topic";
import DiscourseRoute from "discourse/routes/discourse";

/** `/t/:id`. A slug alone is no address here: core asks the server for it. */
export default class TopicBySlugOrId extends DiscourseRoute {
  @service router;

  model({ slug_or_id: slugOrId }) {
    if (ID_CONSTRAINT.test(slugOrId)) {
      return { url: `/t/topic/${slugOrId}` };
    }
    throw new Error(`no topic is called ${slugOrId}`);
  }

  afterModel({ url }) {
    this.router.replaceWith(url);
  }
}
