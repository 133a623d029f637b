// Going to addresses, inside the application where it can.
import EmberObject from "@ember/object";
import { schedule } from "@ember/runloop";
import { getOwnerWithFallback } from "discourse/lib/get-owner";
import getURL, { withoutPrefix } from "discourse/lib/get-url";
import { applyValueTransformer } from "discourse/lib/transformer";

export const TOPIC_URL_REGEXP = /\/t\/([^/]*[^\d/][^/]*)\/(\d+)\/?(\d+)?/;

// What Rails answers itself, and the application has no page for.
const SERVER_SIDE = [
  /^\/assets\//,
  /^\/uploads\//,
  /^\/secure-(media-)?uploads\//,
  /^\/stylesheets\//,
  /^\/pub\//,
  /^\/raw\//,
  /\.json$/,
];

/** @returns {string} the address of a member's pages */
export function userPath(subPath) {
  return getURL(subPath ? `/u/${subPath}` : "/u");
}

let container;

export function setURLContainer(value) {
  container = value;
}

class DiscourseURL extends EmberObject {
  get origin() {
    return window.location.origin;
  }

  get router() {
    return this.#lookup("router:main");
  }

  get routerService() {
    return this.#lookup("service:router");
  }

  get appEvents() {
    return this.#lookup("service:app-events");
  }

  replaceState(path) {
    if (window.history.state && window.location.pathname !== path) {
      window.history.replaceState(window.history.state, null, path);
    }
  }

  /** Scrolls to a post that is in the page, once it is rendered. */
  jumpToPost(postNumber, opts = {}) {
    schedule("afterRender", () => {
      const element = document.querySelector(`#post_${postNumber}`);
      if (!element) {
        return;
      }
      if (opts.skipIfOnScreen) {
        const { top, bottom } = element.getBoundingClientRect();
        if (top >= 0 && bottom <= window.innerHeight) {
          return;
        }
      }
      element.scrollIntoView({ block: "start" });
    });
  }

  jumpToElement(elementId) {
    document.getElementById(elementId)?.scrollIntoView();
  }

  /**
   * @param {string} path an address of the site or of another
   * @param {{ replaceURL?: boolean, skipIfOnScreen?: boolean, keepFilter?: boolean }} [opts]
   */
  routeTo(path, opts = {}) {
    path = applyValueTransformer("route-to-url", path);
    if (!path || path === "#") {
      return;
    }
    if (path.startsWith("#")) {
      return this.jumpToElement(path.slice(1));
    }

    const rest = path.startsWith(this.origin)
      ? path.slice(this.origin.length)
      : path;
    if (!rest.startsWith("/") || rest.startsWith("//")) {
      return this.redirectAbsolute(path);
    }
    if (SERVER_SIDE.some((pattern) => pattern.test(withoutPrefix(rest)))) {
      return this.redirectTo(rest);
    }
    if (this.navigatedToPost(this.routerService.currentURL, rest, opts)) {
      return;
    }
    return this.handleURL(rest, opts);
  }

  redirectAbsolute(url, { replace = false } = {}) {
    if (replace) {
      window.location.replace(url);
    } else {
      window.location = url;
    }
    return true;
  }

  redirectTo(url) {
    return this.redirectAbsolute(getURL(url));
  }

  isInternal(url) {
    if (!url?.length) {
      return false;
    }
    const absolute = new URL(url, this.origin);
    return (
      absolute.origin === this.origin &&
      absolute.pathname.startsWith(getURL("/").replace(/\/$/, ""))
    );
  }

  /** Moves within the topic that is open: the page stays, the stream loads what it needs. */
  navigatedToPost(oldPath, path, routeOpts = {}) {
    const now = TOPIC_URL_REGEXP.exec(path);
    const before = TOPIC_URL_REGEXP.exec(oldPath);
    if (!now || !before || now[2] !== before[2]) {
      return false;
    }
    const controller = this.#lookup("controller:topic");
    const stream = controller?.get("model.postStream");
    if (!stream) {
      return false;
    }
    const opts = { forceLoad: routeOpts.forceLoad };
    const number = parseInt(now[3] ?? 1, 10);
    this.replaceState(path);
    this.appEvents.trigger("post:highlight", number);
    stream
      .refresh({ nearPost: number, ...opts })
      .then(() => this.jumpToPost(number, routeOpts));
    return true;
  }

  handleURL(path, opts = {}) {
    const transition = this.routerService.transitionTo(withoutPrefix(path));
    if (opts.replaceURL) {
      transition.method?.("replace");
    }
    return transition;
  }

  #lookup(name) {
    return (container ?? getOwnerWithFallback(this))?.lookup(name);
  }
}

export default DiscourseURL.create();
