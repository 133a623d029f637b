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

/** Core gives the topics of search results no store, and without one they throw here. */
function detailsOf(topic: Topic): TopicDetails | undefined {
  try {
    return topic.details;
  } catch {
    return undefined;
  }
}

/**
 * Those whom the topic's page shows as taking part, and those it names as having
 * given the key and left. Only a key that one of them gave is kept and written
 * with; null where the page's details are not loaded.
 */
export function shownParticipantIds(topic: Topic): number[] | null {
  const details = detailsOf(topic);

  return details?.allowed_users
    ? distinct([
        ...details.allowed_users.map(({ id }) => id),
        details.created_by?.id,
        ...(topic.encrypted_messages_former_granters ?? []).map(({ id }) => id),
      ])
    : null;
}

/** Everybody whom a topic or a list item names: enough to read a title by. */
export function namedParticipantIds(topic: Topic): number[] {
  const { user_id, participants = [], posters = [] } = topic;

  return distinct([
    ...(shownParticipantIds(topic) ?? []),
    ...(topic.encrypted_participant_ids ?? []),
    user_id,
    // who has written, those who have left included
    ...(detailsOf(topic)?.participants ?? []).map(({ id }) => id),
    ...participants.map((participant) => participant.user_id),
    ...posters.map((poster) => poster.user?.id ?? poster.user_id),
  ]);
}

/**
 * Who may have written `post`: the one shown as its author. Where that account is
 * deleted the site names nobody who has keys, and it can be one of those without an account
 * who gave the member a key: only of them are the cards kept.
 */
export function possibleAuthorIds(
  { user_id }: Pick<Post, "user_id">,
  { encrypted_messages_former_granters = [] }: Topic
): number[] {
  return isMember(user_id)
    ? [user_id]
    : encrypted_messages_former_granters
        .filter(({ gone }) => gone)
        .map(({ id }) => id);
}
