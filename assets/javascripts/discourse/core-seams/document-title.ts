/**
 * The browser tab. Core reads a topic's title when its route is entered and has
 * no hook for a title that becomes known or changes later; its topic controller
 * asks for a refresh by sending `refreshTitle` when `title` changes, which an
 * encrypted topic's never does.
 */
import type { SiteSettings, Topic } from "../types/core";
import { livingOwner } from "./living-owner";

/** Where the analytics that core knows leave themselves on the page. */
const ANALYTICS = ["ga", "gtag", "_gaq", "dataLayer"];

/**
 * Whether the page's title leaves the page: core hands it to the site's analytics
 * with every page it shows, so a decrypted title must not be there.
 */
export function isTabRead(settings: SiteSettings): boolean {
  return Boolean(
    settings.ga_universal_tracking_code ||
    settings.gtm_container_id ||
    ANALYTICS.some((name) => name in window)
  );
}

interface TopicController {
  model?: Topic;
  send(action: string): void;
}

/**
 * @param context anything with an owner
 * @param topic whose title changed; nothing happens unless its page is open
 */
export function refreshDocumentTitle(context: object, topic: Topic): void {
  const controller = livingOwner(context)?.lookup("controller:topic") as
    | TopicController
    | undefined;

  if (controller?.model && controller.model.id === topic.id) {
    controller.send("refreshTitle");
  }
}
