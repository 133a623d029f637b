import interceptClick from "discourse/lib/intercept-click";
import DiscourseURL from "discourse/lib/url";

/** Routes clicks on links that Ember did not render. */
export default {
  name: "click-interceptor",

  initialize(owner) {
    this.root = document.querySelector(owner.rootElement);
    this.root.addEventListener("click", interceptClick);
    window.addEventListener("hashchange", this.hashChanged);
  },

  teardown() {
    this.root.removeEventListener("click", interceptClick);
    window.removeEventListener("hashchange", this.hashChanged);
  },

  hashChanged() {
    DiscourseURL.routeTo(document.location.hash);
  },
};
