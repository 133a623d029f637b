import { i18n } from "discourse-i18n";
import type { Post } from "../types/core";
import type { Oddity } from "./order";
import { isMember } from "./participants";
import type { Reading } from "./reading";

export interface Notice {
  /** its class in the page */
  name: string;
  icon: string;
  text: string;
}

/**
 * What is said below a text that was verified, and is not all that its reader may take it for.
 *
 * @param oddity what is odd about it beside the others
 * @param isOwn whether its reader is its author
 */
export function noticesOn(
  reading: Extract<Reading, { state: "open" }>,
  oddity: Oddity | undefined,
  { user_id, username }: Pick<Post, "user_id" | "username">,
  isOwn: boolean
): Notice[] {
  const said = (name: string, icon: string, key: string, values?: object) => ({
    name: `encrypted-messages-${name}`,
    icon,
    text: i18n(`encrypted_messages.post.${key}`, values),
  });
  // signed by one whose account is deleted: the site names no author
  const isGone = !isMember(user_id);
  const whose = (key: string) =>
    `${key}.${isOwn ? "own" : isGone ? "gone" : "others"}`;
  const count = oddity?.missing ?? 0;

  return [
    reading.isOlder && said("older", "clock-rotate-left", "older"),
    reading.isDisputed && said("disputed", "circle-question", "disputed"),
    oddity?.isLate && said("late", "far-clock", "late"),
    oddity?.isAbove &&
      said("above", "right-left", whose("above"), { name: username }),
    count > 0 &&
      said("missing", "ellipsis", whose("missing"), { name: username, count }),
    reading.isByEarlierKeys && said("earlier-keys", "key", "by_earlier_keys"),
    isGone && said("gone-author", "user-xmark", "by_gone_member"),
  ].filter((notice) => notice !== false && notice !== undefined);
}

/** Where others have read a later one. */
export function behindNotice(): Notice {
  return {
    name: "encrypted-messages-behind",
    icon: "clock-rotate-left",
    text: i18n("encrypted_messages.post.behind"),
  };
}
