// host-only: a part of core's models/composer
import EmberObject from "@ember/object";
import { isEmpty } from "@ember/utils";
import {
  EDIT,
  EDIT_SHARED_DRAFT,
  OPEN,
  REPLY,
} from "discourse/lib/composer/constants";
import {
  addedDraftFields,
  topicFields,
} from "discourse/lib/composer/field-maps";
import Topic from "discourse/models/topic";

/**
 * Core's `Composer#_open`: takes the state that `opts` describes, then what
 * only the server knows, and says `composer:reply-reloaded`.
 *
 * @throws {Error} without a draft key or sequence
 */
export default async function openComposer(composer, opts) {
  if (!opts.draftKey) {
    throw new Error("draft key is required");
  }
  if (opts.draftSequence === null) {
    throw new Error("draft sequence is required");
  }

  const isEdit = [EDIT, EDIT_SHARED_DRAFT].includes(opts.action);
  if (composer.reply && (opts.reply || isEdit) && composer.replyDirty) {
    return;
  }
  if (opts.action === REPLY && composer.editingPost) {
    composer.set("reply", "");
  }

  setState(composer, opts);
  setPost(composer, opts);
  setText(composer, opts);

  try {
    await load(composer, opts);
    composer.appEvents.trigger("composer:reply-reloaded", composer);
  } finally {
    composer.set("loading", false);
  }
}

function setState(composer, opts) {
  composer.setProperties({
    draftKey: opts.draftKey,
    draftSequence: opts.draftSequence,
    composeState: opts.composerState || OPEN,
    action: opts.action,
    topic: opts.topic,
    targetRecipients: opts.recipients,
    composerTotalOpened: opts.composerTime || 0,
    typingTime: opts.typingTime || 0,
    whisper: opts.whisper,
    tags: opts.tags || [],
    noBump: opts.noBump,
    originalText: opts.originalText,
    originalTitle: opts.originalTitle,
    originalTags: opts.originalTags,
    loading: true,
  });
}

function setPost(composer, opts) {
  if (opts.post) {
    composer.setProperties({
      post: opts.post,
      whisper: opts.post.post_type === composer.site.post_types.whisper,
    });
    if (!composer.topic && opts.post.topic) {
      composer.set("topic", opts.post.topic);
    }
  } else if (!opts.postId) {
    composer.set("post", null);
  }
}

function setText(composer, opts) {
  composer.setProperties({
    archetypeId: opts.archetypeId || composer.site.default_archetype,
    metaData: opts.metaData ? EmberObject.create(opts.metaData) : null,
    reply: opts.reply || composer.reply || "",
  });
  composer.set(
    "categoryId",
    opts.topicCategoryId || opts.categoryId || composer.topic?.category?.id
  );

  if (composer.editingPost && composer.post) {
    composer.setProperties(composer.serialize(topicFields));
  } else if (opts.action === REPLY && opts.quote) {
    // Both: a quote alone is nothing that would have to be saved.
    composer.set("reply", opts.quote);
    composer.set("originalText", opts.quote);
  }

  if (opts.title) {
    composer.set("title", opts.title);
  }
  if (composer.canEditTitle && isEmpty(composer.title)) {
    composer.set("title", "");
  }
  for (const [field, property] of Object.entries(addedDraftFields)) {
    composer.set(property, opts[field]);
  }
}

async function load(composer, opts) {
  if (opts.post && !composer.topic) {
    const data = await Topic.find(opts.post.topic_id, {});
    composer.set("topic", composer.store.createRecord("topic", data));
    composer.post.set("topic", composer.topic);
  } else if (!opts.post && opts.postId) {
    const post = await composer.store.find("post", opts.postId);
    composer.setProperties({ post, topic: post?.topic || composer.topic });
  }

  if (composer.editingPost && opts.post) {
    await loadRaw(composer, opts.post.id);
  }
}

/** The stream carries no raw text. */
async function loadRaw(composer, postId) {
  const post = await composer.store.find("post", postId);
  composer.setProperties({ post, reply: post.raw, originalText: post.raw });

  if (post.post_number === 1 && composer.canEditTitle) {
    composer.setProperties({
      originalTitle: composer.topic.title,
      originalTags: composer.topic.tags,
    });
  }
}
