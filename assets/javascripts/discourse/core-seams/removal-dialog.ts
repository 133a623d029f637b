/**
 * Removing a member, and leaving. Core's list of those who take part removes with one
 * press, and has no hook before it. Every cross goes through this action of the topic's
 * controller, so the question is asked there.
 */
import { action } from "@ember/object";
import type { BasicUser, Topic } from "../types/core";

interface TopicController {
  model?: Topic;
  removeAllowedUser(user: BasicUser): unknown;
}

/**
 * Mixes into core's `controller:topic`.
 *
 * @param isEncrypted whether the member is to be asked
 * @param ask calls `remove` if they agree
 */
export function askBeforeRemoval(
  isEncrypted: (topic: Topic | undefined) => boolean,
  ask: (user: BasicUser, remove: () => unknown) => unknown
) {
  return (Superclass: new (...args: never[]) => TopicController) => {
    class AskingTopicController extends Superclass {
      @action
      removeAllowedUser(user: BasicUser): unknown {
        const remove = () => super.removeAllowedUser(user);
        return isEncrypted(this.model) ? ask(user, remove) : remove();
      }
    }
    return AskingTopicController;
  };
}
