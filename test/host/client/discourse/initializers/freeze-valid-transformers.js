import { _freezeValidTransformerNames } from "discourse/lib/transformer";

/** From here on plugins may register transformers, and add no more names. */
export default {
  name: "freeze-valid-transformers",
  before: "inject-discourse-objects",

  initialize() {
    _freezeValidTransformerNames();
  },
};
