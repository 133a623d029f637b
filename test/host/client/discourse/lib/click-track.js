import { ajax } from "discourse/lib/ajax";
import { isTesting } from "discourse/lib/environment";
import getURL, { samePrefix } from "discourse/lib/get-url";
import { wantsNewWindow } from "discourse/lib/intercept-click";
import DiscourseURL from "discourse/lib/url";
import User from "discourse/models/user";

const UNTRACKED_CLASSES = [
  "lightbox",
  "no-track-link",
  "hashtag",
  "hashtag-cooked",
  "back",
];
const UNTRACKED_PLACES = "aside.quote, .elided, .expanded-embed";

/** Whether a click on `link` is told to the server. */
export function isValidLink(link) {
  if (UNTRACKED_CLASSES.some((name) => link.classList.contains(name))) {
    return false;
  }
  const place = link.closest(UNTRACKED_PLACES);
  if (place && place !== link) {
    return false;
  }
  return (
    link.classList.contains("track-link") ||
    !link.closest(
      ".hashtag, .hashtag-cooked, .badge-category, .onebox-result, .onebox-body"
    )
  );
}

export function shouldOpenInNewTab(href) {
  return (
    !DiscourseURL.isInternal(href) &&
    User.current()?.user_option?.external_links_in_new_tab
  );
}

export function openLinkInNewTab(event, link) {
  const opened = window.open(link.href, "_blank");
  if (opened) {
    opened.opener = null;
    opened.focus();
  }
  event.preventDefault();
}

/** Sends the URL of the link to the server, as core does for each click. */
function track(href, link) {
  const article = link.closest("article:not(.onebox-body), .excerpt");
  const data = {
    url: href,
    post_id: article?.dataset.postId,
    topic_id:
      document.querySelector("#topic")?.dataset.topicId ||
      article?.dataset.topicId,
  };

  if (isTesting() || !navigator.sendBeacon) {
    return ajax("/clicks/track", { type: "POST", data });
  }
  const body = new FormData();
  for (const [name, value] of Object.entries(data)) {
    body.append(name, value);
  }
  navigator.sendBeacon(getURL("/clicks/track"), body);
  return Promise.resolve();
}

export default {
  /**
   * @param {MouseEvent} event
   * @param {object} owner
   * @param {{ link?: HTMLAnchorElement, returnPromise?: boolean }} options
   * @returns {boolean|Promise} false when the click has been dealt with
   */
  trackClick(event, owner, { link, returnPromise = false } = {}) {
    link ??= event.currentTarget;
    if (event.button === 2 || link.matches(".mention, .mention-group")) {
      return true;
    }

    const href = (link.getAttribute("href") || link.dataset.href || "").trim();
    if (!href || href.startsWith("mailto:")) {
      return true;
    }
    owner?.lookup("service:app-events").trigger("click-tracked", href);

    const tracked = isValidLink(link) ? track(href, link) : Promise.resolve();
    if (wantsNewWindow(event)) {
      return returnPromise ? tracked : true;
    }

    if (shouldOpenInNewTab(href)) {
      openLinkInNewTab(event, link);
    } else {
      tracked.finally(() => {
        if (DiscourseURL.isInternal(href) && samePrefix(href)) {
          DiscourseURL.routeTo(href);
        } else {
          DiscourseURL.redirectAbsolute(href);
        }
      });
    }
    return returnPromise ? tracked : false;
  },
};
