import Helper from "@ember/component/helper";
import { service } from "@ember/service";

/** `{{htmlClass "name"}}` puts classes on `<html>` while it is rendered. */
export default class HtmlClass extends Helper {
  @service elementClasses;

  compute(classes) {
    this.elementClasses.registerClasses(
      this,
      document.documentElement,
      classes.flatMap((name) => name?.split(" ")).filter(Boolean)
    );
  }
}
