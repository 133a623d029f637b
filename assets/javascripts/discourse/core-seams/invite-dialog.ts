/**
 * Inviting into a message. Core's topic map has the topic's route open a dialog
 * that adds a member without any key; there is no hook before it. What other
 * plugins open by themselves is refused by the server, with the reason.
 */
import { action } from "@ember/object";
import type { Topic } from "../types/core";

interface TopicRoute {
  modelFor(name: string): Topic;
  showInvite(): unknown;
}

/**
 * Mixes into core's `route:topic`.
 *
 * @param isEncrypted whether the plugin's own dialog is to be shown
 */
export function inviteWithKeys(
  isEncrypted: (topic: Topic) => boolean,
  open: (topic: Topic) => unknown
) {
  return (Superclass: new (...args: never[]) => TopicRoute) => {
    class InvitingTopicRoute extends Superclass {
      @action
      showInvite(): unknown {
        const topic = this.modelFor("topic");
        return isEncrypted(topic) ? open(topic) : super.showInvite();
      }
    }
    return InvitingTopicRoute;
  };
}
