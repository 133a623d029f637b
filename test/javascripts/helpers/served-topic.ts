import type Owner from "@ember/owner";
import { cloneJSON } from "discourse/lib/object";
import type {
  Post,
  Topic,
} from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import type { Conversation } from "./conversation";
import type { Name } from "./members";

/** What a conversation's page has brought so far; it does not follow what becomes of it. */
export function servedTopic(conversation: Conversation, viewer: Name): Topic {
  const topic = {
    ...cloneJSON(conversation.topicJson(viewer)),
    get(key: keyof Topic) {
      return topic[key];
    },
    set(key: string, value: unknown) {
      Object.assign(topic, { [key]: value });
    },
  } as unknown as Topic;
  topic.postStream = {
    posts: conversation.posts.map((post) => ({ ...post }) as unknown as Post),
  };
  return topic;
}

/** One of the plugin's services. */
export function serviceOf<T>(owner: Owner, name: string): T {
  return owner.lookup(`service:encrypted-messages-${name}`) as T;
}
