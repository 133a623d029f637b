// host-only: a part of core's services/composer
import previewImageSizes from "discourse/lib/composer/preview-images";
import { applyValueTransformer } from "discourse/lib/transformer";
import DiscourseURL from "discourse/lib/url";
import { i18n } from "discourse-i18n";

const saveErrorCallbacks = [];

export function clearComposerSaveErrorCallback() {
  saveErrorCallbacks.length = 0;
}

/** `callback(error)` answers true when it has told the member itself. */
export function addComposerSaveErrorCallback(callback) {
  saveErrorCallbacks.push(callback);
}

/**
 * Core's order of saving, step by step: what may be asked before the text is
 * final, and what only after.
 *
 * @param {ComposerService} service
 * @param {boolean} force whether to reply although another topic is shown
 * @param {{ jump?: boolean }} options `jump: false` stays where the page is
 */
export function savePost(service, force, options) {
  if (service.disableSubmit) {
    return;
  }
  if (service.site.mobileView && service.showPreview) {
    service.showPreview = false;
  }

  const composer = service.model;
  if (refused(service, composer)) {
    return;
  }

  // From here on no draft may bring back what is being sent.
  composer.set("disableDrafts", true);

  if (!force && composer.replyingToTopic) {
    if (!service.topicModel) {
      return service.save(true);
    }
    if (service.topicModel.id !== composer.topic?.id) {
      askWhere(service, composer);
      return;
    }
  }

  return send(service, composer, options);
}

function refused(service, composer) {
  const cannotSubmit = applyValueTransformer(
    "composer-service-cannot-submit-post",
    composer?.cantSubmitPost,
    { model: composer }
  );
  if (!cannotSubmit) {
    return false;
  }

  if (composer?.viewFullscreen) {
    service.toggleFullscreen();
  }
  service.lastValidatedAt = Date.now();
  service.appEvents.trigger("composer-service:last-validated-at-updated", {
    model: composer,
  });
  return true;
}

function askWhere(service, composer) {
  const currentTopic = service.topicModel;
  service.dialog.alert({
    title: i18n("composer.posting_not_on_topic"),
    buttons: [
      {
        label: i18n("composer.reply_original"),
        class: "btn-primary btn-reply-on-original",
        action: () => service.save(true),
      },
      {
        label: i18n("composer.reply_here"),
        class: "btn-reply-here",
        action: () => {
          composer.setProperties({ topic: currentTopic, post: null });
          service.save(true);
        },
      },
      {
        label: i18n("composer.cancel"),
        class: "btn-flat btn-text btn-reply-where__cancel",
      },
    ],
    class: "reply-where-modal",
  });
}

function send(service, composer, options) {
  const saving = composer.save({
    imageSizes: previewImageSizes(),
    editReason: service.editReason,
  });

  const onTopicPage =
    service.router.currentRouteName?.split(".")[0] === "topic" &&
    composer.topic?.id === service.topicModel?.id;
  // A staged post is on the page before the server has answered.
  const staged = onTopicPage && composer.stagedPost;
  service.appEvents.trigger("post-stream:posted", staged);

  service.messageBus.pause();
  return saving
    .then((result) => saved(service, composer, result, { ...options, staged }))
    .catch((error) => failed(service, composer, error))
    .finally(() => service.messageBus.resume());
}

async function saved(service, composer, result, { jump, staged, ...options }) {
  const { appEvents } = service;
  const { action, message, post: createdPost, route_to } = result.responseJson;
  appEvents.trigger("composer:saved");
  service.sessionSaved();

  if (service.model?.editingPost) {
    appEvents.trigger("composer:edited-post");
    if (createdPost?.post_number === 1) {
      appEvents.trigger("header:update-topic", composer.topic);
    }
  }
  if (action === "create_post") {
    appEvents.trigger("composer:created-post", { postId: createdPost.id });
    appEvents.trigger("post:highlight", result.payload.post_number, options);
  }

  if (route_to) {
    service.destroyDraft();
    if (message) {
      return service.dialog.alert({
        message,
        didConfirm: () => DiscourseURL.routeTo(route_to),
      });
    }
    return DiscourseURL.routeTo(route_to);
  }

  service.close();
  service.currentUser.set("any_posts", true);

  if (result.target && !staged && jump !== false) {
    DiscourseURL.routeTo(result.target.url, {
      keepFilter: true,
      skipIfOnScreen: true,
    });
  }
}

function failed(service, composer, error) {
  composer.set("disableDrafts", false);
  if (!error) {
    return;
  }

  // Told once the editor is there again, with the text still in it.
  service.appEvents.one("composer:will-open", () => {
    const told = saveErrorCallbacks.map((callback) =>
      callback.call(service, error)
    );
    if (!told.some(Boolean)) {
      service.dialog.alert(error);
    }
  });
}
