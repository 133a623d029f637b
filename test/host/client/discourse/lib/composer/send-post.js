// host-only: a part of core's models/composer
import { next } from "@ember/runloop";
import { isEmpty } from "@ember/utils";
import { Promise } from "rsvp";
import { extractError } from "discourse/lib/ajax-error";
import { CLOSED, OPEN, SAVING } from "discourse/lib/composer/constants";
import {
  createFields,
  topicFields,
  updateFields,
} from "discourse/lib/composer/field-maps";
import Topic from "discourse/models/topic";

/**
 * Core's `Composer#createPost`. In a topic that is shown, the preview stands in
 * the stream until the server has answered.
 *
 * @param {{ imageSizes: object }} opts
 */
export async function createPost(composer, opts) {
  if (composer.creatingTopic || composer.creatingPrivateMessage) {
    composer.set("topic", null);
  }

  const { post, topic } = composer;
  const postStream = topic?.postStream;
  const createdPost = newPost(composer, opts);
  let state = null;

  if (postStream) {
    post?.setProperties({
      reply_count: (post.reply_count || 0) + 1,
      replies: [],
    });
    // Without a preview there is nothing to show.
    if (!isEmpty(createdPost.cooked)) {
      state = postStream.stagePost(createdPost, composer.user);
      if (state === "alreadyStaging") {
        return;
      }
    }
  }

  composer.setProperties({
    composeState: SAVING,
    stagedPost: state === "staged" && createdPost,
  });

  try {
    const result = await createdPost.save();
    if (result.responseJson.action === "enqueued") {
      postStream?.undoPost(createdPost);
      return result;
    }
    created(composer, createdPost, result, topic);
    return result;
  } catch (error) {
    postStream?.undoPost(createdPost);
    post?.set("reply_count", post.reply_count - 1);
    next(() => composer.set("composeState", OPEN));
    throw extractError(error);
  }
}

function newPost(composer, opts) {
  const { post, site, user } = composer;
  const createdPost = composer.store.createRecord("post", {
    imageSizes: opts.imageSizes,
    cooked: composer.getCookedHtml(),
    reply_count: 0,
    name: user.name,
    display_username: user.name,
    username: user.username,
    user_id: user.id,
    user_title: user.title,
    avatar_template: user.avatar_template,
    user_custom_fields: user.custom_fields,
    post_type: composer.whisper
      ? site.post_types.whisper
      : site.post_types.regular,
    actions_summary: [],
    moderator: user.moderator,
    admin: user.admin,
    yours: true,
    read: true,
    wiki: false,
    typingTime: composer.typingTime,
    composerTime: composer.composerTime,
    metaData: composer.metaData,
  });
  composer.serialize(createFields, createdPost);

  if (post) {
    createdPost.setProperties({
      reply_to_post_number: post.post_number,
      reply_to_user: post.getProperties("username", "avatar_template"),
    });
  }
  return createdPost;
}

function created(composer, createdPost, result, topic) {
  if (topic) {
    topic.set("draft_sequence", result.target.draft_sequence);
    topic.postStream.commitPost(createdPost);
  } else {
    composer.set("composeState", CLOSED);
  }

  composer.clearState();
  composer.set("createdPost", createdPost);
  composer.appEvents.trigger(
    composer.replyingToTopic ? "post:created" : "topic:created",
    createdPost,
    composer
  );

  if (topic) {
    composer.set("composeState", CLOSED);
  }
}

/**
 * Core's `Composer#editPost`: the title first, by a request of its own, then
 * the text. The preview stands in the stream meanwhile.
 *
 * @param {{ editReason: ?string, imageSizes: object }} opts
 */
export function editPost(composer, opts) {
  composer.set("composeState", SAVING);

  const { post, topic } = composer;
  const oldCooked = post.cooked;
  const editsTitle =
    composer.title && post.post_number === 1 && topic.details.can_edit;
  // Core reads the names of this map, not what they are mapped to.
  const topicProperties = composer.getProperties(Object.keys(topicFields));
  const postProperties = composer.serialize(updateFields, {
    edit_reason: opts.editReason,
    image_sizes: opts.imageSizes,
  });
  if (composer.editConflict) {
    // "Overwrite" was pressed: without the originals nothing can conflict.
    delete postProperties.original_text;
    delete postProperties.original_title;
    delete postProperties.original_tags;
  }

  post.setProperties({ cooked: composer.getCookedHtml(), staged: true });

  // Core's promises are RSVP's: where all of a chain are, what hears of a refusal does so before the composer is drawn again.
  const title = editsTitle ? Topic.update(topic, topicProperties) : null;
  return Promise.resolve(title)
    .then(() => post.save(postProperties))
    .then((result) => {
      composer.clearState();
      return result;
    })
    .catch((error) => {
      post.set("cooked", oldCooked);
      composer.set("composeState", OPEN);
      if (error.jqXHR?.status === 409) {
        composer.set("editConflict", true);
      }
      throw extractError(error);
    })
    .finally(() => post.set("staged", false));
}
