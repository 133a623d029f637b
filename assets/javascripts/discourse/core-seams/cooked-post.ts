/**
 * Core makes HTML of posts in one component. In the stream an outlet is around it; it has none where a reply is
 * unfolded below a post, where what a post answers is unfolded above it, and where a quote is unfolded: the site's
 * words would stand there, the placeholder mostly, but it could be anything. So that component itself shows a place
 * to fill, in which ours then shows the text, or why there is none.
 *
 * And a quote within a signed text is unfolded into what it names, not into another post that the site serves.
 */
import { action } from "@ember/object";
import type { Post } from "../types/core";

interface CookedHtml {
  args: { cooked?: unknown; post: Post };
  cooked: unknown;
}

interface QuotedContent {
  args: { post?: Post; quotedUsername?: string };
  loadQuotedPost(named: QuotedNumbers): Promise<Post>;
}

interface QuotedNumbers {
  topicNumber: number;
  postNumber: number;
}

interface DecorationHelper {
  getModel?(): Post | null;
  renderGlimmer(element: Element, component: unknown, data: Post): void;
}

type Class<T> = new (...args: never[]) => T;
type Question = (post: Post) => boolean;

const PLACE = "encrypted-messages-place";

/**
 * Mixes into core's `component:post/cooked-html`.
 *
 * @param isEncrypted whether the site's words for a post are not to be shown
 */
export function placeForText(isEncrypted: Question) {
  return (Superclass: Class<CookedHtml>) => {
    class PlacedCookedHtml extends Superclass {
      get cooked(): unknown {
        const { post } = this.args;
        const shown = super.cooked;
        // a verified text, a part of it, or words of core's own
        const isOurs =
          (this.args.cooked ?? null) !== null || shown !== post.cooked;
        return !isOurs && isEncrypted(post)
          ? `<div class="${PLACE}"></div>`
          : shown;
      }
    }
    return PlacedCookedHtml;
  };
}

/**
 * A decorator of core's that fills those places.
 *
 * @param EmbeddedPost takes the post as `@data`, and shows nothing of one that is not encrypted
 */
export function fillPlace(EmbeddedPost: unknown) {
  return (element: Element, helper?: DecorationHelper): void => {
    const post = helper?.getModel?.();
    const place = element.querySelector(`:scope > .${PLACE}`);
    if (post && place) {
      helper?.renderGlimmer(place, EmbeddedPost, post);
    }
  };
}

/**
 * Mixes into core's `component:post/quoted-content`.
 *
 * @param isBy whether the author of a post is called so, or was, whatever the site says
 */
export function unfoldWhatIsNamed(
  isEncrypted: Question,
  isBy: (post: Post, name: string) => Promise<boolean>
) {
  return (Superclass: Class<QuotedContent>) => {
    class NamedQuotedContent extends Superclass {
      @action
      async loadQuotedPost(named: QuotedNumbers): Promise<Post> {
        const quoted = await super.loadQuotedPost(named);
        const { post, quotedUsername } = this.args;
        if (!post || !isEncrypted(post)) {
          return quoted;
        }
        if (
          !isNamed(quoted, named) ||
          !(await isBy(quoted, quotedUsername ?? ""))
        ) {
          throw new Error("another post than the one that was quoted");
        }
        return quoted;
      }
    }
    return NamedQuotedContent;
  };
}

function isNamed(
  { topic_id, post_number }: Post,
  { topicNumber, postNumber }: QuotedNumbers
): boolean {
  return topic_id === topicNumber && post_number === postNumber;
}
