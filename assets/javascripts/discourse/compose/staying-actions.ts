import type { ComposerModel } from "../types/core";

/** An entry of core's composer menu, of either kind. */
export interface MenuEntry {
  id: string;
}

/** Between a message and a post of it: the same conversation, the same draft. */
const WITHIN_A_REPLY = new Set(["reply_to_post", "reply_to_topic"]);

/** Whether the message moves up in the lists tells nothing of it. */
const TOGGLES = new Set(["toggle_topic_bump"]);

/**
 * What stays in core's menu while the message in `model` is encrypted. Its other entries, and those of other plugins,
 * carry core's `reply`, which is ciphertext, into another composer, where nobody can read it, and throw the draft
 * away; or they would make it something that the site refuses.
 */
export function stayingActions<T extends MenuEntry>(
  entries: T[],
  { action }: ComposerModel
): T[] {
  return entries.filter(
    ({ id }) =>
      TOGGLES.has(id) || (action === "reply" && WITHIN_A_REPLY.has(id))
  );
}
