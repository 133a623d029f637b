import { schedule } from "@ember/runloop";
import { service } from "@ember/service";
import DiscourseURL from "discourse/lib/url";
import Draft from "discourse/models/draft";
import DiscourseRoute from "discourse/routes/discourse";

const LAST_POST = 999999999;

/** `/t/:slug/:id(/:nearPost)`: loads the posts around one, and shows them. */
export default class TopicFromParams extends DiscourseRoute {
  @service appEvents;
  @service composer;
  @service header;

  async model(params = {}) {
    const { postStream } = this.modelFor("topic");
    const request = {
      ...params,
      nearPost: params.nearPost === "last" ? LAST_POST : params.nearPost,
      track_visit: true,
      forceLoad: true,
    };

    try {
      await postStream.refresh(request);
      return request;
    } catch {
      // The topic itself says what went wrong: see templates/topic.
      return { ...request, _loading_error: true };
    }
  }

  setupController(controller, params) {
    const topic = this.modelFor("topic");
    if (params._loading_error || topic.view_hidden) {
      return;
    }

    const topicController = this.controllerFor("topic");
    const closest = topic.postStream.closestPostNumberFor(params.nearPost || 1);
    topic.set("currentPost", closest);
    topicController.setProperties({
      enteredAt: Date.now().toString(),
      userLastReadPostNumber: topic.last_read_post_number,
      highestPostNumber: topic.highest_post_number,
    });

    this.header.enterTopic(topic, !(params.nearPost > 1));
    this.appEvents.trigger("page:topic-loaded", topic);
    topicController.subscribe();
    schedule("afterRender", () =>
      this.appEvents.trigger("post:highlight", closest)
    );
    DiscourseURL.jumpToPost(closest);

    if (topic.draft) {
      this.composer.open({
        draft: Draft.getLocal(topic.draft_key, topic.draft),
        draftKey: topic.draft_key,
        draftSequence: topic.draft_sequence,
        ignoreIfChanged: true,
        topic,
      });
    }
  }

  deactivate() {
    super.deactivate(...arguments);
    this.header.clearTopic();
    this.controllerFor("topic").unsubscribe();
  }
}
