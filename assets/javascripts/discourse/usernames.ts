import { humanizeList } from "discourse/lib/text";

/** “jane, pete and karl”, as core says it in the site's language. */
export function listOf(names: readonly string[]): string {
  return (humanizeList(names) as string | undefined) ?? "";
}

/**
 * Whether this can be a username, as core takes one. What others have signed could be anything: no words can be made of
 * this, no mark (✅, 🔒) is in it, and nothing that is not seen or that changes the direction of what stands beside it.
 */
export function isUsername(text: string): boolean {
  return /^[\p{L}\p{M}\p{N}_.-]{1,60}$/u.test(text) && !UNSEEN.test(text);
}

/** Letters and marks among them, for fillers and selectors of variants are. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/u;
