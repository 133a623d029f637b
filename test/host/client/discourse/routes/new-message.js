import { next } from "@ember/runloop";
import { service } from "@ember/service";
import DiscourseRoute from "discourse/routes/discourse";

/** /new-message?username=…&title=…&body=…: opens the composer over the page one was on. */
export default class NewMessage extends DiscourseRoute {
  @service composer;
  @service router;

  beforeModel(transition) {
    if (!this.currentUser) {
      this.router.replaceWith("login");
      return;
    }
    const { username, groupname } = transition.to.queryParams;
    const open = () => this.#openComposer(transition, username ?? groupname);
    if (transition.from) {
      transition.abort();
      return open();
    }
    this.router.replaceWith("discovery.latest").followRedirects().then(open);
  }

  #openComposer(transition, recipients) {
    const { title, body } = transition.to.queryParams;
    next(() => this.composer.openNewMessage({ recipients, title, body }));
  }
}
