import { i18n } from "discourse-i18n";
import type { Post } from "../types/core";
import { isMember } from "./participants";
import type { Reading } from "./reading";

interface Notice {
  /** its class in the page */
  name: string;
  text: string;
}

/** What is said above a text that was verified, and is not all that its reader may take it for. */
export function noticesOn(
  reading: Extract<Reading, { state: "open" }>,
  { user_id }: Pick<Post, "user_id">
): Notice[] {
  const notices: [boolean, string, string][] = [
    [reading.isOlder || reading.isNamedNewer, "older", "older"],
    [reading.isDisputed, "disputed", "disputed"],
    [reading.isByEarlierKeys, "earlier-keys", "by_earlier_keys"],
    // signed by one whose account is deleted: the site names no author
    [!isMember(user_id), "gone-author", "by_gone_member"],
  ];
  return notices
    .filter(([isSo]) => isSo)
    .map(([, name, key]) => ({
      name: `encrypted-messages-${name}`,
      text: i18n(`encrypted_messages.post.${key}`),
    }));
}
