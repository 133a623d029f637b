import { tracked } from "@glimmer/tracking";
import Service from "@ember/service";
import { setupRenderingTest as emberSetupRenderingTest } from "ember-qunit";
import { autoLoadModules } from "discourse/instance-initializers/auto-load-modules";
import { AUTO_GROUPS } from "discourse/lib/constants";
import Session from "discourse/models/session";
import Site from "discourse/models/site";
import User from "discourse/models/user";
import { currentSettings } from "discourse/tests/helpers/site-settings";

class RouterStub extends Service {
  @tracked currentRoute = { attributes: {} };
  @tracked currentRouteName = "discovery.latest";

  on() {}
  off() {}
}

/**
 * Sets a rendering test up as core does: `this.siteSettings`, `this.site`, `this.session`, `this.currentUser`.
 *
 * @param {object} hooks QUnit's
 * @param {{ anonymous?: boolean, stubRouter?: boolean }} [opts]
 */
export function setupRenderingTest(hooks, opts = {}) {
  emberSetupRenderingTest(hooks);

  hooks.beforeEach(function () {
    this.siteSettings = currentSettings();
    this.registry ||= this.owner.__registry__;
    this.container = this.owner;
    this.site = Site.current();
    this.session = Session.current();

    if (opts.stubRouter) {
      this.owner.unregister("service:router");
      this.owner.register("service:router", RouterStub);
    }

    this.owner.unregister("service:current-user");
    if (opts.anonymous) {
      this.owner.register("service:current-user", null, { instantiate: false });
    } else {
      this.currentUser = User.create({
        username: "eviltrout",
        name: "Robin Ward",
        admin: false,
        moderator: false,
        groups: [AUTO_GROUPS.trust_level_0, AUTO_GROUPS.trust_level_1],
        user_option: { timezone: "Etc/UTC" },
      });
      this.owner.register("service:current-user", this.currentUser, {
        instantiate: false,
      });
    }

    autoLoadModules(this.owner, this.registry);
    this.owner.lookup("service:store");
  });
}
