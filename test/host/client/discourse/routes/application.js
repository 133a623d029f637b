import { action } from "@ember/object";
import { service } from "@ember/service";
import logout from "discourse/lib/logout";
import { PRIVATE_MESSAGE } from "discourse/models/composer";
import DiscourseRoute from "discourse/routes/discourse";
import { i18n } from "discourse-i18n";

export default class ApplicationRoute extends DiscourseRoute {
  @service composer;
  @service dialog;
  @service documentTitle;
  @service modal;
  @service router;
  @service siteSettings;

  #titleOfNewPage = () => this.send("refreshTitle");

  init() {
    super.init(...arguments);
    this.router.on("routeDidChange", this, this.#titleOfNewPage);
  }

  willDestroy() {
    super.willDestroy(...arguments);
    this.router.off("routeDidChange", this, this.#titleOfNewPage);
  }

  @action
  _collectTitleTokens(tokens) {
    tokens.push(this.siteSettings.title);
    this.documentTitle.setTitle(tokens.join(" - "));
  }

  @action
  composePrivateMessage(user, post) {
    return this.composer.open({
      action: PRIVATE_MESSAGE,
      recipients: user?.get("username") ?? "",
      archetypeId: "private_message",
      draftKey: this.composer.privateMessageDraftKey,
      draftSequence: 0,
      reply: post ? `${window.location.origin}${post.url}` : null,
      title: post
        ? i18n("composer.reference_topic_title", { title: post.topic.title })
        : null,
    });
  }

  @action
  closeModal(initiatedBy) {
    return this.modal.close(initiatedBy);
  }

  @action
  async logout() {
    if (this.currentUser) {
      const { redirect_url } = await this.currentUser.destroySession();
      logout({ redirect: redirect_url });
    }
  }

  @action
  error(error, transition) {
    const thrown = error?.jqXHR ?? error;
    if (thrown?.status === 404) {
      return this.router.transitionTo("exception-unknown");
    }
    // eslint-disable-next-line no-console
    console.error(thrown);
    this.controllerFor("exception").setProperties({
      lastTransition: transition,
      thrown,
    });
    this.intermediateTransitionTo("exception");
    return true;
  }
}
