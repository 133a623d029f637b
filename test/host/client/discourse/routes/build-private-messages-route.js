import { service } from "@ember/service";
import DiscourseRoute from "discourse/routes/discourse";
import { i18n } from "discourse-i18n";

/**
 * A route that shows one list of personal messages.
 * @param {string} path of `/topics/<path>/<username>.json`
 * @param {string} filter names the list in the page's title
 */
export default function buildPrivateMessagesRoute(inboxType, path, filter) {
  return class extends DiscourseRoute {
    @service currentUser;
    @service store;

    templateName = "user-topics-list";
    controllerName = "user-topics-list";

    async model(params = {}) {
      const username = this.modelFor("user").username.toLowerCase();
      const list = await this.store.findFiltered("topicList", {
        filter: `topics/${path}/${username}`,
        params,
      });
      list.set("emptyState", this.emptyState());
      return list;
    }

    emptyState() {
      return {
        title: i18n("user.no_messages_title"),
        body: this.currentUser?.can_send_private_messages
          ? i18n("user.no_messages_body")
          : "",
      };
    }

    setupController(controller, model) {
      controller.setProperties({
        model,
        filter,
        inbox: inboxType,
        hideCategory: true,
        showPosters: true,
        tagsForUser: this.modelFor("user").username.toLowerCase(),
      });
    }

    titleToken() {
      return [i18n(`user.messages.${filter}`), i18n("user.private_messages")];
    }
  };
}
