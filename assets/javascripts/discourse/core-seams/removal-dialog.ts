/**
 * Removing a member, and leaving. Core's list of those who take part removes with one
 * press, and asks only who leaves, in words that say nothing of keys; it has no hook
 * before either. Every cross goes through this action of the topic's controller, so the
 * question is asked there, and what comes after it is done here: core's own action would
 * ask who leaves once more.
 */
import { action } from "@ember/object";
import type { BasicUser, CurrentUser, Topic } from "../types/core";

interface TopicController {
  model?: Topic;
  currentUser: CurrentUser;
  router: { transitionTo(route: string, user: BasicUser): unknown };
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
        const remove = async () => {
          await this.model?.details?.removeAllowedUser(user);
          if (user.id === this.currentUser.id) {
            this.router.transitionTo("userPrivateMessages", user);
          }
        };
        return isEncrypted(this.model)
          ? ask(user, remove)
          : super.removeAllowedUser(user);
      }
    }
    return AskingTopicController;
  };
}
