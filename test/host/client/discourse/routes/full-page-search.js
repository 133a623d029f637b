import { ajax } from "discourse/lib/ajax";
import Topic from "discourse/models/topic";
import DiscourseRoute from "discourse/routes/discourse";
import { i18n } from "discourse-i18n";

/** `/search?q=…`: posts with their topics. */
export default class FullPageSearchRoute extends DiscourseRoute {
  queryParams = { q: { refreshModel: true } };

  async model({ q }) {
    if (!q) {
      return { q: "", posts: [] };
    }
    const { topics = [], posts = [] } = await ajax("/search", { data: { q } });
    const byId = new Map(
      topics.map((topic) => [topic.id, Topic.create(topic)])
    );
    return {
      q,
      posts: posts.map((post) => ({ ...post, topic: byId.get(post.topic_id) })),
    };
  }

  titleToken() {
    return i18n("search.title");
  }
}
