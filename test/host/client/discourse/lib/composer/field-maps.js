// host-only: a part of core's models/composer
// Which property of the composer fills which field of which request. Plugins
// change these maps through `api.serializeOnCreate` and its siblings: a later
// entry for the same field replaces the earlier one, as in core.

/** `POST /posts.json` */
export const createFields = {
  raw: "reply",
  title: "title",
  unlist_topic: "unlistTopic",
  category: "categoryId",
  topic_id: "topic.id",
  is_warning: "isWarning",
  whisper: "whisper",
  archetype: "archetypeId",
  target_recipients: "targetRecipients",
  typing_duration_msecs: "typingTime",
  composer_open_duration_msecs: "composerTime",
  composer_version: "composerVersion",
  tags: "tags",
  featured_link: "featuredLink",
  shared_draft: "sharedDraft",
  no_bump: "noBump",
  draft_key: "draftKey",
  locale: "locale",
};

/** `PUT /posts/:id.json` */
export const updateFields = {
  raw: "reply",
  topic_id: "topic.id",
  original_text: "originalText",
  locale: "locale",
};

/** `PUT /t/-/:id.json`, sent before a first post's own update */
export const topicFields = {
  title: "topic.title",
  categoryId: "topic.category.id",
  tags: "topic.tags",
  featuredLink: "topic.featured_link",
  original_title: "originalTitle",
  original_tags: "originalTags",
  locale: "locale",
};

/** The JSON text in `POST /drafts.json` */
export const draftFields = {
  reply: "reply",
  action: "action",
  title: "title",
  categoryId: "categoryId",
  tags: "tags",
  archetypeId: "archetypeId",
  whisper: "whisper",
  metaData: "metaData",
  adminOnboardingTopicOption: "adminOnboardingTopicOption",
  composerTime: "composerTime",
  typingTime: "typingTime",
  postId: "post.id",
  recipients: "targetRecipients",
  original_text: "originalText",
  original_title: "originalTitle",
  original_tags: "originalTags",
  locale: "locale",
  reply_to_post_number: "reply_to_post_number",
  reply_to_user: "reply_to_user",
};

/** The draft fields that plugins added: set back on the model when it opens. */
export const addedDraftFields = {};
