import { setOwner } from "@ember/owner";
import { createHelperContext } from "discourse/lib/helpers";

/** Gives helpers without an owner the services they may use. */
export function autoLoadModules(owner) {
  const context = {
    siteSettings: owner.lookup("service:site-settings"),
    keyValueStore: owner.lookup("service:key-value-store"),
    capabilities: owner.lookup("service:capabilities"),
    currentUser: owner.lookup("service:current-user"),
    site: owner.lookup("service:site"),
    session: owner.lookup("service:session"),
  };
  setOwner(context, owner);
  createHelperContext(context);
}

export default {
  name: "auto-load-modules",
  after: "inject-objects",

  initialize(owner) {
    autoLoadModules(owner);
  },
};
