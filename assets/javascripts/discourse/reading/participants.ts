import { set } from "@ember/object";
import type { Post, Topic, TopicDetails } from "../types/core";

/**
 * Whether this is a member, who could have written or granted something. Whose account
 * is deleted has no id, or the system user's in what staff have brought back: that one's
 * and those of core's bots are below zero, and none of them has keys.
 */
export function isMember(id: number | null | undefined): id is number {
  return typeof id === "number" && id > 0;
}

function distinct(ids: (number | null | undefined)[]): number[] {
  return [...new Set(ids)].filter(isMember);
}

/** Whether all that the member was granted is lost: who takes part gives it again. It is the site's word, and shows nothing. */
export function isAwaitingKeys(topic: Topic): boolean {
  return Boolean(
    topic.encrypted_messages_key_awaited && !topic.encrypted_conversation
  );
}

/** Core gives the topics of search results no store, and without one they throw here. */
export function detailsOf(topic: Topic): TopicDetails | undefined {
  try {
    return topic.details;
  } catch {
    return undefined;
  }
}

/** Those whom the topic's page shows as taking part; null where the page's details are not loaded. */
export function shownParticipantIds(topic: Topic): number[] | null {
  const users = detailsOf(topic)?.allowed_users;
  return users ? distinct(users.map(({ id }) => id)) : null;
}

/** Who takes part no longer is not shown as taking part any more. */
export function hideParticipants(
  { details }: Topic,
  isGone: (id: number) => boolean
): void {
  const shown = details?.allowed_users ?? [];
  if (details && shown.some(({ id }) => isGone(id))) {
    set(
      details,
      "allowed_users",
      shown.filter(({ id }) => !isGone(id))
    );
  }
}
