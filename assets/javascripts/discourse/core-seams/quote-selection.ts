/**
 * Quoting from a post into a composer that is already open. Core hands the quote
 * to its editor or appends it to the model, without a hook that could refuse, so
 * the topic controller's action is wrapped. Quotes that open a composer come by
 * `composer-open`, those into an encrypted composer by the net under `reply`.
 */
import { action } from "@ember/object";
import { getOwner } from "@ember/owner";
import { compositionOf } from "../compose/registry";
import type EncryptedMessagesRestorerService from "../services/encrypted-messages-restorer";
import type { ComposerService, Topic } from "../types/core";

interface TopicController {
  model: Topic;
  composer: ComposerService;
  selectText(...args: unknown[]): unknown;
}

function restorer(controller: TopicController) {
  return getOwner(controller)?.lookup(
    "service:encrypted-messages-restorer"
  ) as EncryptedMessagesRestorerService;
}

/**
 * Mixes into core's `controller:topic`. Core puts this class into the chain of
 * one that may have been made already, so it can have nothing private.
 */
export function guardSelectText(
  Superclass: new (...args: never[]) => TopicController
) {
  class GuardedTopicController extends Superclass {
    @action
    async selectText(...args: unknown[]): Promise<unknown> {
      const target = this.composer.model;
      const leaves =
        restorer(this).isEncryptedTopic(this.model) &&
        (target?.viewOpen || target?.viewDraft) &&
        !compositionOf(target);

      if (leaves && !(await restorer(this).confirmQuote())) {
        return;
      }
      return super.selectText(...args);
    }
  }
  return GuardedTopicController;
}
