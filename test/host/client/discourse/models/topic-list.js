import { trackedArray } from "@ember/reactive/collections";
import RestModel from "discourse/models/rest";
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
    json.loaded = true;
    json.topics = trackedArray(this.topicsFrom(store, json));
    return json;
  }
}
