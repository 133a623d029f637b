// host-only: a part of core's services/composer
import { SAVE_ICONS, SAVE_LABELS } from "discourse/lib/composer/constants";

function isMessageReply(model) {
  return model?.privateMessage && model.replyingToTopic;
}

/** The icon of the button that sends. */
export function saveIcon(model) {
  return isMessageReply(model) ? "envelope" : SAVE_ICONS[model?.action];
}

/** The translation key of the button that sends. */
export function saveLabel(model) {
  if (model?.editConflict) {
    return "composer.overwrite_edit";
  }
  return isMessageReply(model)
    ? "composer.create_pm"
    : SAVE_LABELS[model?.action];
}

/** The translation key of what a screen reader calls the composer. */
export function ariaLabelKey(model) {
  if (model?.creatingPrivateMessage) {
    return "user.new_private_message";
  }
  if (model?.editingPost) {
    return "composer.composer_actions.edit";
  }
  if (model?.creatingTopic) {
    return "composer.composer_actions.create_topic.label";
  }
  return model?.privateMessage
    ? "composer.create_pm"
    : "composer.composer_actions.reply_to_topic.label";
}
