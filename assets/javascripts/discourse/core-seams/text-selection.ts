/**
 * What is selected in a post. Core shows a toolbar for it through its service for menus, with outlets
 * to which its AI helper and others add buttons that send the selected text to the site, and with
 * buttons that share it by mail. None of them asks what the text is, and core has no hook before it.
 *
 * For text that was decrypted here, a toolbar of the plugin's own is shown instead, without outlets,
 * and no other menu that is given a selection of it; a quote of it bears the message's own number. The service itself is changed, not its class:
 * once it has been looked up, which others may have done, core does not let its class be changed.
 */
import type { ComponentLike } from "@glint/template";
import type { Post, Topic } from "../types/core";

const TOOLBAR = "post-text-selection-toolbar";

/** What core hands to the toolbar, and the toolbar to others. */
export interface Selection {
  topic?: Topic & {
    postStream?: { findLoadedPost(id: number): Post | undefined };
  };
  quoteState: { postId: number; opts?: object | null };
  canCopyQuote?: boolean;
  insertQuote(): unknown;
  buildQuote(): Promise<string>;
  hideToolbar(): unknown;
}

interface MenuOptions {
  identifier?: string;
  component?: unknown;
  data?: Partial<Selection>;
}

interface MenuService {
  show(
    trigger: { options?: MenuOptions },
    options?: MenuOptions
  ): Promise<unknown>;
}

/** What no username has; it could part a quote's attributes, or end them. */
const NOT_IN_NAMES = /[^\p{L}\p{M}\p{N}._-]/gu;

/**
 * Whose a quote is, core takes from what the site says of the post, and within a quote in a text from what its author
 * wrote there. Of what was decrypted it is the message that it stands in: only by that is a quote known that leaves it.
 */
function attribute(
  { topic, quoteState }: Selection,
  authorOf: (post: Post) => string | null
): void {
  const post = topic?.postStream?.findLoadedPost(quoteState.postId);
  if (topic && post) {
    quoteState.opts = {
      ...quoteState.opts,
      topic: topic.id,
      post: post.post_number,
      username: authorOf(post)?.replace(NOT_IN_NAMES, "") || "member",
    };
  }
}

const guarded = new WeakSet<MenuService>();

/**
 * @param isDecrypted whether the selection lies in a text that was decrypted here
 * @param authorOf what the author of a post is called, whatever the site says; null of a deleted account
 * @param Toolbar what is shown for it, given the selection as `@data`
 */
export function guardSelection(
  menu: MenuService,
  isDecrypted: (selection: Selection) => boolean,
  authorOf: (post: Post) => string | null,
  Toolbar: ComponentLike<{ Args: { data: Selection } }>
): void {
  if (guarded.has(menu)) {
    return;
  }
  guarded.add(menu);

  const show = menu.show.bind(menu);
  const guardedShow: MenuService["show"] = async (trigger, options) => {
    // a menu that was made before it is shown has its options with it
    const { data, identifier } = options ?? trigger.options ?? {};

    if (!data?.quoteState || !isDecrypted(data as Selection)) {
      return show(trigger, options);
    }
    attribute(data as Selection, authorOf);
    return options && identifier === TOOLBAR
      ? show(trigger, { ...options, component: Toolbar })
      : undefined;
  };
  Object.defineProperty(menu, "show", {
    configurable: true,
    value: guardedShow,
  });
}
