import { tracked } from "@glimmer/tracking";
import { action } from "@ember/object";
import { trackedArray } from "@ember/reactive/collections";
import { service } from "@ember/service";
import { Promise } from "rsvp";
import { ajax } from "discourse/lib/ajax";
import RestModel from "discourse/models/rest";
import Topic from "discourse/models/topic";
import User from "discourse/models/user";

export default class TopicList extends RestModel {
  /** @returns {Topic[]} with posters and participants joined to their users */
  static topicsFrom(store, result, opts = {}) {
    if (!result) {
      return;
    }
    const users = new Map(
      (result.users ?? []).map((user) => [user.id, User.create(user)])
    );
    return result.topic_list[opts.listKey ?? "topics"].map((json) => {
      for (const person of [
        ...(json.posters ?? []),
        ...(json.participants ?? []),
      ]) {
        person.user = users.get(person.user_id);
        person.extraClasses = person.extras;
      }
      return store.createRecord("topic", json);
    });
  }

  static munge(json, store) {
    json.can_create_topic = json.topic_list.can_create_topic;
    json.more_topics_url = json.topic_list.more_topics_url;
    json.per_page = json.topic_list.per_page;
    json.loaded = true;
    json.topics = trackedArray(this.topicsFrom(store, json));
    return json;
  }

  @service session;

  @tracked more_topics_url;
  // host-only: core sets it without declaring it
  @tracked loadingMore = false;

  get canLoadMore() {
    return Boolean(this.more_topics_url);
  }

  forEachNew(topics, callback) {
    const known = new Set(this.topics.map((topic) => topic.id));
    topics.filter((topic) => !known.has(topic.id)).forEach(callback);
  }

  @action
  async loadMore() {
    if (this.loadingMore || !this.canLoadMore) {
      return Promise.resolve();
    }
    this.loadingMore = true;
    try {
      const [path, query] = this.more_topics_url.split("?");
      const json = path.endsWith(".json") ? path : `${path}.json`;
      const result = await ajax(query ? `${json}?${query}` : json);
      const newTopics = TopicList.topicsFrom(this.store, result);
      await Topic.applyTransformations(newTopics);
      this.forEachNew(newTopics, (topic) => this.topics.push(topic));
      this.more_topics_url = result.topic_list.more_topics_url;
      return { moreTopicsUrl: this.more_topics_url, newTopics };
    } finally {
      this.loadingMore = false;
    }
  }
}
