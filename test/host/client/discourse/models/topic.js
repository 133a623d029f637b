import { cached, tracked } from "@glimmer/tracking";
import { computed } from "@ember/object";
import { trackedArray } from "@ember/reactive/collections";
import { service } from "@ember/service";
import { Promise } from "rsvp";
import { ajax } from "discourse/lib/ajax";
import { longDate } from "discourse/lib/formatter";
import { applyModelTransformations } from "discourse/lib/model-transformers";
import PreloadStore from "discourse/lib/preload-store";
import { fancyTitle } from "discourse/lib/topic-fancy-title";
import { defineTrackedProperty } from "discourse/lib/tracked-tools";
import TopicAddresses from "discourse/models/topic-addresses";
import TopicDetails from "discourse/models/topic-details";
import { i18n } from "discourse-i18n";

export const ID_CONSTRAINT = /^\d+$/;

const pluginTrackedProperties = new Set();

// host-only: the declarations do not name what core's addTrackedTopicProperties calls
export function _addTrackedTopicProperty(name) {
  pluginTrackedProperties.add(name);
}

export function clearAddedTrackedTopicProperties() {
  pluginTrackedProperties.clear();
}

/**
 * Loads a topic's page, from what came with the page or from the server. Plugins see it before it is rendered.
 *
 * @param {Topic} topic
 * @param {{ nearPost?: number }} [args] and the stream's filters
 */
export async function loadTopicView(topic, args = {}) {
  const { nearPost, ...data } = args;
  const url = `/t/${topic.id}${nearPost ? `/${nearPost}` : ""}.json`;
  const json = await PreloadStore.getAndRemove(`topic_${topic.id}`, () =>
    ajax(url, { data })
  );
  topic.updateFromJson(json);
  await Topic.applyTransformations([topic]);
  return json;
}

export default class Topic extends TopicAddresses {
  static munge(json) {
    delete json.category;
    json.bookmarks ??= [];
    return json;
  }

  static find(topicId, opts = {}) {
    const near = opts.nearPost ? `/${opts.nearPost}` : "";
    return ajax(`/t/${topicId}${near}.json`, {
      data: opts.trackVisit ? { track_visit: true } : {},
    });
  }

  /** Saves changed attributes; title and fancy_title are afterwards what the server made of them. */
  static update(topic, props, opts = {}) {
    if (props.categoryId !== undefined) {
      props.category_id = props.categoryId;
      delete props.categoryId;
    }
    if (topic.get("isPrivateMessage")) {
      delete props.category_id;
    }
    const data = opts.fastEdit
      ? { ...props, keep_existing_draft: true }
      : props;
    return ajax(topic.get("url"), {
      type: "PUT",
      data: JSON.stringify(data),
      contentType: "application/json",
    }).then((result) => {
      props.title = result.basic_topic.title;
      props.fancy_title = result.basic_topic.fancy_title;
      topic.setProperties(props);
    });
  }

  static async applyTransformations(topics) {
    await applyModelTransformations("topic", topics);
  }

  @service currentUser;
  @service siteSettings;

  @tracked deleted_at;
  @tracked deleted_by;
  @tracked errorHtml;
  @tracked errorLoading = false;
  @tracked errorMessage;
  @tracked errorTitle;
  @tracked last_posted_at;
  @tracked posts_count;
  @tracked suggested_topics;
  @tracked message = null;
  @tracked bookmarks = [];
  @tracked _details = this.store.createRecord("topicDetails", { topic: this });

  constructor() {
    super(...arguments);
    for (const name of pluginTrackedProperties) {
      defineTrackedProperty(this, name);
    }
  }

  get details() {
    return this._details;
  }

  set details(value) {
    if (value instanceof TopicDetails) {
      this._details = value;
    } else {
      this._details.updateFromJson(value ?? {});
    }
  }

  @cached
  get postStream() {
    return this.store.createRecord("postStream", { topic: this });
  }

  @computed("archetype")
  get isPrivateMessage() {
    return this.archetype === "private_message";
  }

  @computed("fancy_title")
  get fancyTitle() {
    return fancyTitle(
      this.fancy_title,
      this.siteSettings.support_mixed_text_direction
    );
  }

  @computed("created_at")
  get createdAt() {
    return new Date(this.created_at);
  }

  @computed("bumped_at", "created_at")
  get bumpedAt() {
    return this.bumped_at ? new Date(this.bumped_at) : this.createdAt;
  }

  @computed("bumped_at", "created_at")
  get bumpedAtTitle() {
    const created = i18n("topic.created_at", {
      date: longDate(this.createdAt),
    });
    return +this.bumpedAt === +this.createdAt
      ? created
      : `${created}\n${i18n("topic.bumped_at", { date: longDate(this.bumpedAt) })}`;
  }

  @computed("posts_count")
  get replyCount() {
    return this.posts_count - 1;
  }

  @computed("last_read_post_number", "highest_post_number")
  get visited() {
    return this.last_read_post_number >= this.highest_post_number;
  }

  @computed("posters")
  get lastPoster() {
    return (
      this.posters?.find((poster) => poster.extras?.includes("latest")) ??
      this.posters?.[0]
    );
  }

  get lastPosterUser() {
    return this.lastPoster?.user;
  }

  /** Up to five: those who posted, then, of a message, those who may read it. */
  @computed("posters", "participants", "allowed_user_count")
  get featuredUsers() {
    const users = [...(this.posters ?? [])];
    if (!this.isPrivateMessage) {
      return users;
    }
    const known = new Set(users.map((poster) => poster.user?.id));
    const others = (this.participants ?? []).filter(
      (participant) => !known.has(participant.user_id)
    );
    return [...users, ...others].slice(0, 5);
  }

  get suggestedTopics() {
    return this.suggested_topics?.map((json) =>
      this.store.createRecord("topic", json)
    );
  }

  get relatedMessages() {
    return this.get("related_messages")?.map((json) =>
      this.store.createRecord("topic", json)
    );
  }

  firstPost() {
    const [first] = this.postStream.posts;
    return first?.post_number === 1
      ? Promise.resolve(first)
      : this.postStream.loadPostByPostNumber(1);
  }

  createInvite(user, group_ids, custom_message) {
    return ajax(`/t/${this.id}/invite`, {
      type: "POST",
      data: { user, group_ids, custom_message },
    });
  }

  updateFromJson(json) {
    for (const key of Object.keys(json)) {
      if (key === "details") {
        this.details.updateFromJson(json.details);
      } else if (key !== "post_stream") {
        this.set(
          key,
          key === "bookmarks" ? trackedArray(json[key]) : json[key]
        );
      }
    }
    return this;
  }

  async reload() {
    this.updateFromJson(await ajax(`/t/${this.id}`, { type: "GET" }));
  }
}
