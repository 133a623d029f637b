import RestCompatModel from "discourse/data/rest-compat";
import { BookmarkSchema } from "discourse/data/schemas/bookmark";
import { defineFieldForwarders } from "discourse/data/warp-rest-model";
import { applyModelTransformations } from "discourse/lib/model-transformers";
import Topic from "discourse/models/topic";
import User from "discourse/models/user";

export const NO_REMINDER_ICON = "bookmark";

/** What a member has marked, a post or a topic. */
export default class Bookmark extends RestCompatModel {
  static create(args = {}) {
    return super.create({ ...args, user: User.create(args.user) });
  }

  static async applyTransformations(bookmarks) {
    await applyModelTransformations("bookmark", bookmarks);
  }

  /** A topic of its own, with the bookmark's title, and none of what plugins know of the topic. */
  get topicForList() {
    return Topic.create({
      id: this.topic_id,
      slug: this.slug,
      fancy_title: this.fancy_title,
      linked_post_number:
        this.bookmarkable_type === "Topic" ? null : this.linked_post_number,
      last_read_post_number: this.last_read_post_number,
      highest_post_number: this.highest_post_number,
    });
  }
}

defineFieldForwarders(Bookmark, BookmarkSchema);
