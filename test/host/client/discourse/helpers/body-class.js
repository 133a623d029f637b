import Helper from "@ember/component/helper";
import { service } from "@ember/service";

/** `{{bodyClass "name"}}` puts classes on `<body>` while it is rendered. */
export default class BodyClass extends Helper {
  @service elementClasses;

  compute(classes) {
    this.elementClasses.registerClasses(
      this,
      document.body,
      classes.flatMap((name) => name?.split(" ")).filter(Boolean)
    );
  }
}
