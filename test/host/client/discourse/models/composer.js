import EmberObject, { set } from "@ember/object";
import { next, throttle } from "@ember/runloop";
import { service } from "@ember/service";
import { isEmpty } from "@ember/utils";
import { Promise } from "rsvp";
import { extractError, throwAjaxError } from "discourse/lib/ajax-error";
import appendText from "discourse/lib/composer/append-text";
import ComposerState from "discourse/lib/composer/composer-state";
import * as names from "discourse/lib/composer/constants";
import { saveDraft } from "discourse/lib/composer/draft-saving";
import {
  addedDraftFields,
  createFields,
  draftFields,
  topicFields,
  updateFields,
} from "discourse/lib/composer/field-maps";
import replyOptions from "discourse/lib/composer/reply-options";
import { applyBehaviorTransformer } from "discourse/lib/transformer";
import Site from "discourse/models/site";
import Topic from "discourse/models/topic";
import User from "discourse/models/user";

export {
  ADD_TRANSLATION,
  CREATE_SHARED_DRAFT,
  CREATE_TOPIC,
  EDIT,
  EDIT_SHARED_DRAFT,
  EDIT_TOPIC_KEY,
  NEW_PRIVATE_MESSAGE_KEY,
  NEW_TOPIC_KEY,
  PRIVATE_MESSAGE,
  REPLY,
  SAVE_ICONS,
  SAVE_LABELS,
} from "discourse/lib/composer/constants";

const customizations = [];

/** `callbacks`: texts of the composer by name, each `(composer) => string`. */
export function registerCustomizationCallback(callbacks) {
  customizations.push(callbacks);
}

export function resetComposerCustomizations() {
  customizations.length = 0;
}

/** An unfinished post, and how it becomes one (core's models/composer.js). */
export default class Composer extends ComposerState {
  static CLOSED = names.CLOSED;
  static SAVING = names.SAVING;
  static OPEN = names.OPEN;
  static DRAFT = names.DRAFT;
  static FULLSCREEN = names.FULLSCREEN;
  static CREATE_TOPIC = names.CREATE_TOPIC;
  static CREATE_SHARED_DRAFT = names.CREATE_SHARED_DRAFT;
  static EDIT_SHARED_DRAFT = names.EDIT_SHARED_DRAFT;
  static PRIVATE_MESSAGE = names.PRIVATE_MESSAGE;
  static REPLY = names.REPLY;
  static EDIT = names.EDIT;
  static ADD_TRANSLATION = names.ADD_TRANSLATION;
  static NEW_PRIVATE_MESSAGE_KEY = names.NEW_PRIVATE_MESSAGE_KEY;
  static NEW_TOPIC_KEY = names.NEW_TOPIC_KEY;
  static EDIT_TOPIC_KEY = names.EDIT_TOPIC_KEY;

  static create(args = {}) {
    return super.create({
      ...args,
      user: args.user || User.current(),
      site: args.site || Site.current(),
    });
  }

  static serializeOnCreate(field, property) {
    createFields[field] = property || field;
  }

  static serializedFieldsForCreate() {
    return Object.keys(createFields);
  }

  static serializeOnUpdate(field, property) {
    updateFields[field] = property || field;
  }

  static serializedFieldsForUpdate() {
    return Object.keys(updateFields);
  }

  static serializeToTopic(field, property) {
    topicFields[field] = property || field;
  }

  static serializeToDraft(field, property) {
    draftFields[field] = property || field;
    addedDraftFields[field] = property || field;
  }

  static serializedFieldsForDraft() {
    return Object.keys(draftFields);
  }

  static isEditDraft(draft) {
    return draft?.action === names.EDIT;
  }

  @service appEvents;
  @service dialog; // for lib/composer/draft-saving, as the next
  @service messageBus;

  get archetypes() {
    return this.site.archetypes;
  }

  get archetype() {
    return this.archetypes?.find(({ id }) => id === this.archetypeId);
  }

  get replyOptions() {
    return replyOptions(this);
  }

  /** Called on every key press: counts 100 ms of typing at most so often. */
  typing() {
    throttle(this, "_countTyping", 100, false);
  }

  _countTyping() {
    this.typingTime = (this.typingTime || 0) + 100;
  }

  /** Adds `text` to the reply; returns where it ends. */
  appendText(text, position, opts) {
    const appended = appendText(this.reply || "", text, position, opts);
    this.set("reply", appended.text);
    return appended.end;
  }

  prependText(text, opts) {
    const reply = this.reply || "";
    const separated = opts?.new_line && reply ? `${text.trim()}\n\n` : text;
    this.set("reply", separated + reply);
  }

  /** Takes the state that `opts` describes: see core for each of them. */
  open(opts = {}) {
    return applyBehaviorTransformer("composer-open", () => this._open(opts), {
      composer: this,
      opts,
    });
  }

  async _open(opts) {
    if (!opts.draftKey) {
      throw new Error("draft key is required");
    }
    if (opts.draftSequence === null) {
      throw new Error("draft sequence is required");
    }

    const isEdit = [names.EDIT, names.EDIT_SHARED_DRAFT].includes(opts.action);
    if (this.reply && (opts.reply || isEdit) && this.replyDirty) {
      return;
    }
    if (opts.action === names.REPLY && this.editingPost) {
      this.set("reply", "");
    }

    this.setProperties({
      draftKey: opts.draftKey,
      draftSequence: opts.draftSequence,
      composeState: opts.composerState || names.OPEN,
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

    this.#setPost(opts);

    this.setProperties({
      archetypeId: opts.archetypeId || this.site.default_archetype,
      metaData: opts.metaData ? EmberObject.create(opts.metaData) : null,
      reply: opts.reply || this.reply || "",
    });
    this.set(
      "categoryId",
      opts.topicCategoryId || opts.categoryId || this.topic?.category?.id
    );

    const editing = this.editingPost && this.post;
    if (editing) {
      this.setProperties(this.serialize(topicFields));
    } else if (opts.action === names.REPLY && opts.quote) {
      this.set("reply", opts.quote);
      this.set("originalText", opts.quote);
    }

    if (opts.title) {
      this.set("title", opts.title);
    }
    if (this.canEditTitle && isEmpty(this.title)) {
      this.set("title", "");
    }
    for (const [field, property] of Object.entries(addedDraftFields)) {
      this.set(property, opts[field]);
    }

    try {
      await this.#load(opts, editing);
      this.appEvents.trigger("composer:reply-reloaded", this);
    } finally {
      this.set("loading", false);
    }
  }

  /** A plugin's own step before saving; the last one registered stands alone. */
  beforeSave() {
    return Promise.resolve();
  }

  async save(opts) {
    await this.beforeSave();

    // Asked again: what beforeSave made may be too short, or nothing at all.
    if (!this.cantSubmitPost) {
      return this.editingPost ? this.editPost(opts) : this.createPost(opts);
    }
  }

  clearState() {
    this.setProperties({
      originalText: null,
      originalTitle: null,
      originalTags: null,
      reply: null,
      post: null,
      title: null,
      unlistTopic: false,
      stagedPost: false,
      typingTime: 0,
      composerOpened: null,
      composerTotalOpened: 0,
      featuredLink: null,
      noBump: false,
      editConflict: false,
    });
  }

  async editPost(opts) {
    this.set("composeState", names.SAVING);

    const { post, topic } = this;
    const oldCooked = post.cooked;
    const props = this.serialize(updateFields, {
      edit_reason: opts.editReason,
      image_sizes: opts.imageSizes,
    });
    if (this.editConflict) {
      // "Overwrite" was pressed: without the originals nothing can conflict.
      delete props.original_text;
      delete props.original_title;
      delete props.original_tags;
    }

    // What the preview shows stands for the new text until the server answers.
    post.setProperties({ cooked: this.getCookedHtml(), staged: true });

    try {
      if (this.title && post.post_number === 1 && topic.details.can_edit) {
        await Topic.update(topic, this.#topicProperties());
      }
      const result = await post.save(props);
      this.clearState();
      return result;
    } catch (error) {
      post.set("cooked", oldCooked);
      this.set("composeState", names.OPEN);
      if (error.jqXHR?.status === 409) {
        this.set("editConflict", true);
      }
      return throwAjaxError()(error);
    } finally {
      post.set("staged", false);
    }
  }

  /** The properties that `map` names, under its fields; undefined left out. */
  serialize(map, destination = {}) {
    for (const [field, property] of Object.entries(map)) {
      const value = this.get(property);
      if (value !== undefined) {
        set(destination, field, value);
      }
    }
    return destination;
  }

  async createPost(opts) {
    if (this.creatingTopic || this.creatingPrivateMessage) {
      this.set("topic", null);
    }

    const { post, topic } = this;
    const postStream = topic?.postStream;
    const createdPost = this.#newPost(opts);
    let state = null;

    if (postStream) {
      post?.setProperties({
        reply_count: (post.reply_count || 0) + 1,
        replies: [],
      });
      // Without a preview there is nothing to show before the server answers.
      if (!isEmpty(createdPost.cooked)) {
        state = postStream.stagePost(createdPost, this.user);
        if (state === "alreadyStaging") {
          return;
        }
      }
    }

    this.setProperties({
      composeState: names.SAVING,
      stagedPost: state === "staged" && createdPost,
    });

    try {
      const result = await createdPost.save();
      if (result.responseJson.action === "enqueued") {
        postStream?.undoPost(createdPost);
        return result;
      }
      this.#created(createdPost, result, topic);
      return result;
    } catch (error) {
      postStream?.undoPost(createdPost);
      post?.set("reply_count", post.reply_count - 1);
      next(() => this.set("composeState", names.OPEN));
      throw extractError(error);
    }
  }

  /** The preview's HTML: what a post shows until the server has cooked it. */
  getCookedHtml() {
    const preview = document.querySelector("#reply-control .d-editor-preview");
    return preview
      ? preview.innerHTML.replace(/<span class="marker"><\/span>/g, "")
      : "";
  }

  serializeDraftData() {
    return this.serialize(draftFields);
  }

  saveDraft() {
    return this.canSaveDraft ? saveDraft(this) : Promise.resolve();
  }

  /** The first answer of a plugin for the text called `type`, if any. */
  customizationFor(type) {
    for (const callbacks of customizations) {
      const text = callbacks[type]?.(this);
      if (text) {
        return text;
      }
    }
  }

  #setPost(opts) {
    if (opts.post) {
      this.setProperties({
        post: opts.post,
        whisper: opts.post.post_type === this.site.post_types.whisper,
      });
      if (!this.topic && opts.post.topic) {
        this.set("topic", opts.post.topic);
      }
    } else if (!opts.postId) {
      this.set("post", null);
    }
  }

  /** What `open` has to ask the server for. */
  async #load(opts, editing) {
    if (opts.post && !this.topic) {
      const data = await Topic.find(opts.post.topic_id, {});
      this.set("topic", this.store.createRecord("topic", data));
      this.post.set("topic", this.topic);
    } else if (!opts.post && opts.postId) {
      const post = await this.store.find("post", opts.postId);
      this.setProperties({ post, topic: post?.topic || this.topic });
    }

    if (editing) {
      // The stream carries no raw text.
      const post = await this.store.find("post", opts.post.id);
      this.setProperties({ post, reply: post.raw, originalText: post.raw });

      if (post.post_number === 1 && this.canEditTitle) {
        this.setProperties({
          originalTitle: this.topic.title,
          originalTags: this.topic.tags,
        });
      }
    }
  }

  /** Core reads the names of the map here, not what they are mapped to. */
  #topicProperties() {
    return this.getProperties(Object.keys(topicFields));
  }

  #newPost(opts) {
    const { post, site, user } = this;
    const createdPost = this.store.createRecord("post", {
      imageSizes: opts.imageSizes,
      cooked: this.getCookedHtml(),
      reply_count: 0,
      name: user.name,
      display_username: user.name,
      username: user.username,
      user_id: user.id,
      user_title: user.title,
      avatar_template: user.avatar_template,
      user_custom_fields: user.custom_fields,
      post_type: this.whisper
        ? site.post_types.whisper
        : site.post_types.regular,
      actions_summary: [],
      moderator: user.moderator,
      admin: user.admin,
      yours: true,
      read: true,
      wiki: false,
      typingTime: this.typingTime,
      composerTime: this.composerTime,
      metaData: this.metaData,
    });
    this.serialize(createFields, createdPost);

    if (post) {
      createdPost.setProperties({
        reply_to_post_number: post.post_number,
        reply_to_user: post.getProperties("username", "avatar_template"),
      });
    }
    return createdPost;
  }

  #created(createdPost, result, topic) {
    if (topic) {
      topic.set("draft_sequence", result.target.draft_sequence);
      topic.postStream.commitPost(createdPost);
    } else {
      this.set("composeState", names.CLOSED);
    }

    this.clearState();
    this.set("createdPost", createdPost);
    this.appEvents.trigger(
      this.replyingToTopic ? "post:created" : "topic:created",
      createdPost,
      this
    );

    if (topic) {
      this.set("composeState", names.CLOSED);
    }
  }
}
