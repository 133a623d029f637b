import { set } from "@ember/object";
import { throttle } from "@ember/runloop";
import { service } from "@ember/service";
import { Promise } from "rsvp";
import ComposerValidity from "discourse/lib/composer/composer-validity";
import * as names from "discourse/lib/composer/constants";
import { saveDraft } from "discourse/lib/composer/draft-saving";
import {
  addedDraftFields,
  createFields,
  draftFields,
  topicFields,
  updateFields,
} from "discourse/lib/composer/field-maps";
import openComposer from "discourse/lib/composer/open-composer";
import replyOptions from "discourse/lib/composer/reply-options";
import { createPost, editPost } from "discourse/lib/composer/send-post";
import { applyBehaviorTransformer } from "discourse/lib/transformer";
import Site from "discourse/models/site";
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

/** An unfinished post, and how it becomes one (core's models/composer.js). */
export default class Composer extends ComposerValidity {
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
    await openComposer(this, opts);
  }

  /** A plugin's own step before saving; the last one registered stands alone. */
  beforeSave() {
    return Promise.resolve();
  }

  save(opts) {
    return this.beforeSave().then(() => {
      // Asked again: what beforeSave made may be too short, or nothing at all.
      if (!this.cantSubmitPost) {
        return this.editingPost ? this.editPost(opts) : this.createPost(opts);
      }
    });
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

  editPost(opts) {
    return editPost(this, opts);
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

  createPost(opts) {
    return createPost(this, opts);
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
    return this.canSaveDraft ? saveDraft(this) : Promise.reject();
  }
}
