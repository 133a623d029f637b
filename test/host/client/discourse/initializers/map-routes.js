import { mapRoutes } from "discourse/mapping-router";

export default {
  name: "map-routes",
  after: "inject-discourse-objects",

  initialize(app) {
    this.routerClass = mapRoutes();
    app.register("router:main", this.routerClass);
  },

  // The class would otherwise gather the routes of each test's application.
  teardown() {
    this.routerClass.dslCallbacks.length = 0;
  },
};
