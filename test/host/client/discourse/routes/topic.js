import { action } from "@ember/object";
import { service } from "@ember/service";
import AddPmParticipants from "discourse/components/modal/add-pm-participants";
import HistoryModal from "discourse/components/modal/history";
import topicTitleToken from "discourse/lib/topic-title-token";
import { ID_CONSTRAINT } from "discourse/models/topic";
import DiscourseRoute from "discourse/routes/discourse";
import { i18n } from "discourse-i18n";

/** `/t/:slug/:id`: what is true of the topic whichever post is shown. */
export default class TopicRoute extends DiscourseRoute {
  @service appEvents;
  @service composer;
  @service modal;
  @service router;
  @service screenTrack;
  @service store;

  titleToken() {
    return topicTitleToken(this.modelFor("topic"));
  }

  model(params) {
    if (ID_CONSTRAINT.test(params.slug)) {
      // `/t/12/3` is post 3 of topic 12.
      this.router.transitionTo(`/t/-/${params.slug}/${params.id}`);
      return;
    }

    const topic = this.modelFor("topic");
    return topic?.id === parseInt(params.id, 10)
      ? topic
      : this.store.createRecord("topic", {
          id: parseInt(params.id, 10),
          slug: params.slug,
        });
  }

  setupController(controller, model) {
    controller.setProperties({ model, editingTopic: false });
    controller.quoteState.clear();
    this.composer.topic = model;
    this.screenTrack.start(model.id, controller);
  }

  deactivate() {
    super.deactivate(...arguments);
    this.composer.topic = null;
    this.screenTrack.stop();
    this.appEvents.trigger("header:hide-topic");
    this.controllerFor("topic").set("model", null);
  }

  @action
  showInvite() {
    this.modal.show(AddPmParticipants, {
      model: {
        title: "topic.invite_private.title",
        inviteModel: this.modelFor("topic"),
      },
    });
  }

  @action
  showHistory(post, revision) {
    this.modal.show(HistoryModal, {
      model: {
        postId: post.id,
        postVersion: revision || "latest",
        post,
        title: i18n("post.edit_history"),
      },
    });
  }
}
