import { tracked } from "@glimmer/tracking";
import { service } from "@ember/service";
import { ajax } from "discourse/lib/ajax";
import { defineTrackedProperty } from "discourse/lib/tracked-tools";
import { userPath } from "discourse/lib/url";
import { postUrl } from "discourse/lib/utilities";
import Composer from "discourse/models/composer";
import RestModel from "discourse/models/rest";
import User from "discourse/models/user";

const pluginTrackedProperties = new Set();
const trackedPropertiesForPostUpdate = new Set();

export function _addTrackedPostProperty(propertyKey) {
  pluginTrackedProperties.add(propertyKey);
}

export function clearAddedTrackedPostProperties() {
  pluginTrackedProperties.clear();
}

/** Tracked, and copied by updateFromPost(). */
function trackedPostProperty(target, propertyKey, descriptor) {
  trackedPropertiesForPostUpdate.add(propertyKey);
  return tracked(target, propertyKey, descriptor);
}

export default class Post extends RestModel {
  static munge(json) {
    if (json?.reply_to_user) {
      json.reply_to_user = User.create(json.reply_to_user);
    }
    return json;
  }

  static loadRevision(postId, version) {
    return ajax(`/posts/${postId}/revisions/${version}.json`);
  }

  @service currentUser;
  @service site;

  @tracked topic;
  @trackedPostProperty action_code;
  @trackedPostProperty action_code_who;
  @trackedPostProperty actions_summary;
  @trackedPostProperty admin;
  @trackedPostProperty bookmarked;
  @trackedPostProperty can_delete;
  @trackedPostProperty can_edit;
  @trackedPostProperty can_recover;
  @trackedPostProperty can_view_edit_history;
  @trackedPostProperty cooked;
  @trackedPostProperty cooked_hidden;
  @trackedPostProperty created_at;
  @trackedPostProperty deleted_at;
  @trackedPostProperty deleted_by;
  @trackedPostProperty excerpt;
  @trackedPostProperty hidden;
  @trackedPostProperty id;
  @trackedPostProperty link_counts;
  @trackedPostProperty locked;
  @trackedPostProperty moderator;
  @trackedPostProperty name;
  @trackedPostProperty post_number;
  @trackedPostProperty post_type;
  @trackedPostProperty read;
  @trackedPostProperty reply_count;
  @trackedPostProperty reply_to_user;
  @trackedPostProperty staff;
  @trackedPostProperty staged;
  @trackedPostProperty topic_id;
  @trackedPostProperty updated_at;
  @trackedPostProperty user_deleted;
  @trackedPostProperty user_id;
  @trackedPostProperty user_title;
  @trackedPostProperty username;
  @trackedPostProperty version;
  @trackedPostProperty via_email;
  @trackedPostProperty wiki;
  @trackedPostProperty yours;

  constructor() {
    super(...arguments);
    for (const name of pluginTrackedProperties) {
      defineTrackedProperty(this, name);
    }
  }

  get canEdit() {
    return this.can_edit;
  }

  get firstPost() {
    return this.post_number === 1;
  }

  get deletedViaTopic() {
    return this.firstPost && this.topic?.deleted_at;
  }

  get deleted() {
    return this.deleted_at || this.deletedViaTopic;
  }

  get isSmallAction() {
    return this.post_type === this.site.post_types?.small_action;
  }

  get isModeratorAction() {
    return this.post_type === this.site.post_types?.moderator_action;
  }

  get isWhisper() {
    return this.post_type === this.site.post_types?.whisper;
  }

  get url() {
    const topic = this.topic;
    return postUrl(
      this.topic_slug ?? topic?.slug,
      this.topic_id ?? topic?.id,
      this.post_number
    );
  }

  get shareUrl() {
    return this.url;
  }

  get usernameUrl() {
    return userPath(this.username);
  }

  createProperties() {
    const data = this.getProperties(Composer.serializedFieldsForCreate());
    data.reply_to_post_number = this.reply_to_post_number;
    data.image_sizes = this.imageSizes;
    if (this.metaData) {
      data.meta_data = { ...this.metaData };
    }
    return data;
  }

  updateProperties() {
    return {
      post: { raw: this.raw, edit_reason: this.editReason },
      image_sizes: this.imageSizes,
    };
  }

  /** Takes over what another copy of this post says; what that leaves out becomes null, but for the topic. */
  updateFromPost(otherPost) {
    const names = new Set([
      ...Object.keys(otherPost),
      ...trackedPropertiesForPostUpdate,
      ...pluginTrackedProperties,
    ]);
    for (const key of names) {
      const value = otherPost[key] || null;
      const old = this[key] || null;
      const sameUser =
        key === "reply_to_user" && value && value.username === old?.username;
      const lostTopic = key === "topic" && !value;
      if (
        typeof value !== "function" &&
        old !== value &&
        !sameUser &&
        !lostTopic
      ) {
        this.set(key, value);
      }
    }
  }
}
