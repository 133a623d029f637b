/**
 * The heading of a post that core makes for screen readers, and by which they name the whole post. Core calls the author in
 * it what the site does, and has no hook there; what is seen instead of that name says nothing to who hears the heading.
 */

/**
 * Has a post called otherwise than its heading says. That stays where core takes the rest of the post out of the page, since
 * it has scrolled away: its heading stands then still.
 *
 * @param within something in the post
 * @param text null where the heading is right
 */
export function renamePost(
  within: Element,
  postNumber: number,
  text: string | null
): void {
  const heading = within
    .closest(".topic-post")
    // not that of a post below which this one is unfolded
    ?.querySelector(`#post-heading-${postNumber}`);
  if (text) {
    heading?.setAttribute("aria-label", text);
  } else {
    heading?.removeAttribute("aria-label");
  }
}
