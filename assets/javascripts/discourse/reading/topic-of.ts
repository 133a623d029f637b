import { getOwner } from "@ember/owner";
import type { Post, Topic } from "../types/core";

/**
 * The topic of `post`, also where core has made the post without one: a reply unfolded below another post is of the
 * topic whose page is open, mostly.
 *
 * @param context anything with an owner
 */
export function topicOf(context: object, post: Post): Topic | undefined {
  if (post.topic) {
    return post.topic;
  }
  const page = getOwner(context)?.lookup("controller:topic") as
    | { model?: Topic | null }
    | undefined;
  return page?.model?.id === post.topic_id
    ? (page.model ?? undefined)
    : undefined;
}
