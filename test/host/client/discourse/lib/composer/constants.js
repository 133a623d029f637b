// host-only: core's models/composer exports these, and so does ours
// Names that models/composer and models built on it share. They live apart so
// that the state and the actions of the composer can both import them.

export const CREATE_TOPIC = "createTopic";
export const CREATE_SHARED_DRAFT = "createSharedDraft";
export const EDIT_SHARED_DRAFT = "editSharedDraft";
export const PRIVATE_MESSAGE = "privateMessage";
export const REPLY = "reply";
export const EDIT = "edit";
export const ADD_TRANSLATION = "add_translation";

export const CLOSED = "closed";
export const SAVING = "saving";
export const OPEN = "open";
export const DRAFT = "draft";
export const FULLSCREEN = "fullscreen";

export const NEW_PRIVATE_MESSAGE_KEY = "new_private_message";
export const NEW_TOPIC_KEY = "new_topic";
export const EDIT_TOPIC_KEY = "topic_";

export const SAVE_LABELS = {
  [EDIT]: "composer.save_edit",
  [REPLY]: "composer.reply",
  [CREATE_TOPIC]: "composer.create_topic",
  [PRIVATE_MESSAGE]: "composer.create_pm",
  [CREATE_SHARED_DRAFT]: "composer.create_shared_draft",
  [EDIT_SHARED_DRAFT]: "composer.save_edit",
  [ADD_TRANSLATION]: "composer.translations.save",
};

export const SAVE_ICONS = {
  [EDIT]: "pencil",
  [EDIT_SHARED_DRAFT]: "far-clipboard",
  [REPLY]: "reply",
  [CREATE_TOPIC]: "plus",
  [PRIVATE_MESSAGE]: "envelope",
  [CREATE_SHARED_DRAFT]: "far-clipboard",
};
