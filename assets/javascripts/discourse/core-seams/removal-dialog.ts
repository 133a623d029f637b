/**
 * Removing a member, and leaving. Core's list of those who take part removes with one
 * press, and asks only who leaves, in words that say nothing of keys; it has no hook
 * before either. Every cross goes through this action of the topic's controller, so the
 * question is asked there, and what comes after it is done here: core's own action would
 * ask who leaves once more. Its request for a removal is never settled where it gets no
 * answer, and where only the answer is lost the next one is refused, as if nobody had been
 * removed: so the same is asked for here, and the site is asked what has become of it.
 */
import { action } from "@ember/object";
import { ajax } from "discourse/lib/ajax";
import { hideParticipants } from "../reading/participants";
import { statusOf } from "../request-status";
import type { BasicUser, CurrentUser, Topic } from "../types/core";
import { haveCsrfToken } from "./csrf-token";

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
 * @param ask calls `remove` if they agree, which throws the request's error where it may not have been done
 */
export function askBeforeRemoval(
  isEncrypted: (topic: Topic | undefined) => boolean,
  ask: (user: BasicUser, remove: () => Promise<void>) => unknown
) {
  return (Superclass: new (...args: never[]) => TopicController) => {
    class AskingTopicController extends Superclass {
      @action
      removeAllowedUser(user: BasicUser): unknown {
        const topic = this.model;
        if (!topic || !isEncrypted(topic)) {
          return super.removeAllowedUser(user);
        }
        return ask(user, async () => {
          const isLeaving = user.id === this.currentUser.id;
          await remove(topic, user, isLeaving);
          if (isLeaving) {
            this.router.transitionTo("userPrivateMessages", user);
          }
        });
      }
    }
    return AskingTopicController;
  };
}

async function remove(
  topic: Topic,
  user: BasicUser,
  isLeaving: boolean
): Promise<void> {
  try {
    await haveCsrfToken();
    await ajax(`/t/${topic.id}/remove-allowed-user`, {
      type: "PUT",
      data: { username: user.username },
      ignoreUnsent: false,
    });
  } catch (error) {
    if (!(await isGone(topic, user, isLeaving))) {
      throw error;
    }
  }
  hideParticipants(topic, (id) => id === user.id);
}

/** Whether the site says that they take part no longer: who has left is not shown the topic any more. */
async function isGone(
  { id }: Topic,
  user: BasicUser,
  isLeaving: boolean
): Promise<boolean> {
  try {
    const { details } = (await ajax(`/t/${id}.json`, {
      ignoreUnsent: false,
    })) as Topic;
    return details!.allowed_users!.every((each) => each.id !== user.id);
  } catch (error) {
    return isLeaving && [403, 404].includes(statusOf(error));
  }
}
