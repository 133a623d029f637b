import { next } from "@ember/runloop";
import {
  resetAjax,
  trackNextAjaxAsPageview,
  trackNextAjaxAsTopicView,
} from "discourse/lib/ajax";

/** Tells the server of page views, and the application of page changes. */
export default {
  name: "page-tracking",
  after: "inject-objects",
  before: "message-bus",

  initialize(owner) {
    this.router = owner.lookup("service:router");
    this.appEvents = owner.lookup("service:app-events");
    this.documentTitle = owner.lookup("service:document-title");
    this.willChange = (transition) => this.handleRouteWillChange(transition);
    this.didChange = () => this.handleRouteDidChange();
    this.router.on("routeWillChange", this.willChange);
    this.router.on("routeDidChange", this.didChange);
  },

  teardown() {
    this.router.off("routeWillChange", this.willChange);
    this.router.off("routeDidChange", this.didChange);
    resetAjax();
  },

  handleRouteWillChange(transition) {
    if (!transition.from) {
      return;
    }
    trackNextAjaxAsPageview();
    if (/^topic\.fromParams/.test(transition.to?.name)) {
      trackNextAjaxAsTopicView(transition.to.parent.params.id);
    }
  },

  handleRouteDidChange() {
    next(() => {
      this.appEvents.trigger("page:changed", {
        url: this.router.currentURL,
        title: this.documentTitle.getTitle(),
        currentRouteName: this.router.currentRouteName,
        replacedOnlyQueryParams: false,
      });
    });
  },
};
