import type { Notice, Topic } from "../types/core";

/**
 * The topic that a notification or bookmark tells of, as far as its title goes. What
 * is to be shown for the title goes to the notice: assigned to the field that is
 * registered for it, since `set` of a bookmark writes below that, where nobody looks.
 */
export function topicOfNotice(notice: Notice & { topic_id: number }): Topic {
  const topic: Record<string, unknown> & Topic = {
    id: notice.topic_id,
    is_encrypted: notice.is_encrypted,
    encrypted_conversation: notice.encrypted_conversation,

    get: (key) => topic[key],
    set(key, value) {
      topic[key] = value;
      if (key === "fancy_title") {
        notice.fancy_title = value as string;
      }
    },
  };
  return topic;
}

/** Whether a notice tells of a topic at all. */
export function isOfTopic(
  notice: Notice
): notice is Notice & { topic_id: number } {
  return typeof notice.topic_id === "number";
}
