import RestAdapter from "discourse/adapters/rest";
import { ajax } from "discourse/lib/ajax";
import PreloadStore from "discourse/lib/preload-store";
import Topic from "discourse/models/topic";

export default class TopicListAdapter extends RestAdapter {
  find(store, type, { filter, params }) {
    return PreloadStore.getAndRemove("topic_list", () =>
      ajax(`/${filter}.json${toQuery(params)}`)
    ).then((result) => ({ ...result, filter, params }));
  }

  async applyTransformations(results) {
    for (const topicList of results) {
      await Topic.applyTransformations(topicList.topics);
    }
  }
}

function toQuery(params = {}) {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    if (Array.isArray(value)) {
      value.forEach((item) => query.append(`${key}[]`, item));
    } else if (value !== undefined) {
      query.set(key, value);
    }
  }
  return query.size ? `?${query}` : "";
}
