import Service from "@ember/service";
import { i18n } from "discourse-i18n";

/** Tells the member when a plugin broke something. */
export default class ClientErrorHandlerService extends Service {
  handleDiscourseError = (event) => {
    const { messageKey, error } = event.detail;
    event.preventDefault();
    // eslint-disable-next-line no-console
    console.error(error);
    if (messageKey) {
      this.displayErrorNotice(i18n(messageKey));
    }
  };

  constructor() {
    super(...arguments);
    document.addEventListener("discourse-error", this.handleDiscourseError);
  }

  willDestroy() {
    super.willDestroy(...arguments);
    document.removeEventListener("discourse-error", this.handleDiscourseError);
  }

  displayErrorNotice(message) {
    const notice = document.createElement("div");
    notice.className = "broken-theme-alert";
    notice.textContent = message;
    document.body.prepend(notice);
  }
}
