import { setDefaultOwner } from "discourse/lib/get-owner";

export default {
  name: "inject-objects",

  initialize(owner) {
    setDefaultOwner(owner.__container__);
    window.Discourse = owner;
  },

  teardown() {
    delete window.Discourse;
  },
};
