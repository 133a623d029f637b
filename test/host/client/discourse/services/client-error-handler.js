import Service from "@ember/service";

/** Tells the member when a plugin broke something. */
export default class ClientErrorHandlerService extends Service {
  handleDiscourseError = (event) => {
    event.preventDefault();
    // eslint-disable-next-line no-console
    console.error(event.detail.error);
  };

  constructor() {
    super(...arguments);
    document.addEventListener("discourse-error", this.handleDiscourseError);
  }

  willDestroy() {
    super.willDestroy(...arguments);
    document.removeEventListener("discourse-error", this.handleDiscourseError);
  }
}
