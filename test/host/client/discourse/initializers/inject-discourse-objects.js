import Session from "discourse/models/session";
import Site from "discourse/models/site";
import User from "discourse/models/user";

/** Makes services of the objects that stand for the member, the site and the session. */
export default {
  name: "inject-discourse-objects",
  after: "discourse-bootstrap",

  initialize(app) {
    // registered even where nobody is logged in, as null
    app.register("service:current-user", User.current(), {
      instantiate: false,
    });
    app.register("service:site", Site.current(), { instantiate: false });
    app.register("service:session", Session.current(), { instantiate: false });
  },
};
