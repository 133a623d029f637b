/**
 * The history of a post. Core's dialog shows the difference that the site made, which
 * for an encrypted post says nothing, and has no outlet inside. Whatever leads to it
 * (the pencil on a post, a notification of an edit) goes through this action of the
 * topic's route, so another dialog is opened there.
 */
import { action } from "@ember/object";
import type { Post } from "../types/core";

interface TopicRoute {
  showHistory(post: Post, revision?: number): unknown;
}

/**
 * Mixes into core's `route:topic`.
 *
 * @param show opens the plugin's own dialog; false for posts that are not encrypted
 */
export function showDecryptedHistory(
  show: (post: Post, revision?: number) => boolean
) {
  return (Superclass: new (...args: never[]) => TopicRoute) => {
    class HistoryTopicRoute extends Superclass {
      @action
      showHistory(post: Post, revision?: number): unknown {
        return show(post, revision) || super.showHistory(post, revision);
      }
    }
    return HistoryTopicRoute;
  };
}
