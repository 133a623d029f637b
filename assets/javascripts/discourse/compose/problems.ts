/**
 * Whether a message may be sent, by core's own limits. They count the text as
 * typed: the site only sees the envelope, whose size says little about it.
 */
import type { SiteSettings } from "../types/core";

export type Problem =
  | { key: "title_required" | "body_required" }
  | {
      key:
        | "title_too_short"
        | "title_too_long"
        | "body_too_short"
        | "body_too_long";
      count: number;
    };

/** Anything that leaves a mark: not space, not a control, not invisible. */
const VISIBLE = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}]/u;

/** Characters as the server counts them: code points, not UTF-16 units. */
function lengthOf(text: string): number {
  return VISIBLE.test(text) ? [...text.trim()].length : 0;
}

/** @returns what is wrong with `title`, or null */
export function titleProblem(
  title: string,
  settings: SiteSettings
): Problem | null {
  const length = lengthOf(title);
  const least = settings.min_personal_message_title_length;
  const most = settings.max_topic_title_length;

  if (length === 0) {
    return { key: "title_required" };
  }
  if (length < least) {
    return { key: "title_too_short", count: least };
  }
  return length > most ? { key: "title_too_long", count: most } : null;
}

/**
 * @param least fewest characters, as core asks for this composer
 * @returns what is wrong with `body`, or null
 */
export function bodyProblem(
  body: string,
  least: number,
  settings: SiteSettings
): Problem | null {
  const length = lengthOf(body);
  const most = Math.min(
    settings.max_post_length,
    settings.encrypted_messages_max_body_length
  );

  if (length === 0) {
    return { key: "body_required" };
  }
  if (length < least) {
    return { key: "body_too_short", count: least };
  }
  return length > most ? { key: "body_too_long", count: most } : null;
}
