import { tracked } from "@glimmer/tracking";
import Controller from "@ember/controller";
import { i18n } from "discourse-i18n";

/** What the page of an error says. */
export default class ExceptionController extends Controller {
  @tracked thrown;
  @tracked lastTransition;

  get reason() {
    switch (this.thrown?.status) {
      case 403:
        return i18n("errors.reasons.forbidden");
      case 404:
        return i18n("errors.reasons.not_found");
      default:
        return i18n("errors.reasons.unknown");
    }
  }
}
