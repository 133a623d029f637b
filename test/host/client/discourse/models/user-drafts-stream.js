import { tracked } from "@glimmer/tracking";
import EmberObject from "@ember/object";
import { ajax } from "discourse/lib/ajax";
import { cook, excerpt } from "discourse/lib/text";
import {
  NEW_PRIVATE_MESSAGE_KEY,
  NEW_TOPIC_KEY,
} from "discourse/models/composer";
import UserDraft from "discourse/models/user-draft";

const PAGE = 30;
const EXCERPT_LENGTH = 300;

/** The member's drafts. Their texts are cooked here, in the browser, and shortened. */
export default class UserDraftsStream extends EmberObject {
  @tracked content = [];
  @tracked loading = false;

  hasMore = true;

  get noContent() {
    return this.content.length === 0 && !this.loading;
  }

  remove(draft) {
    this.content = this.content.filter(
      ({ draft_key: key }) => key !== draft.draft_key
    );
  }

  async findItems() {
    if (this.loading || !this.hasMore) {
      return;
    }
    this.loading = true;
    try {
      const { drafts = [] } = await ajax(
        `/drafts.json?offset=${this.content.length}&limit=${PAGE}`
      );
      this.hasMore = drafts.length >= PAGE;
      const found = await Promise.all(drafts.map((draft) => this.#load(draft)));
      this.content = [...this.content, ...found];
    } finally {
      this.loading = false;
    }
  }

  async #load(draft) {
    const data = JSON.parse(draft.data);
    const cooked = await cook(data.reply);
    const isNew = [NEW_PRIVATE_MESSAGE_KEY, NEW_TOPIC_KEY].some((key) =>
      draft.draft_key.startsWith(key)
    );
    return UserDraft.create({
      ...draft,
      data,
      excerpt: excerpt(cooked.toString(), EXCERPT_LENGTH),
      post_number: data.postId || null,
      title: isNew ? data.title : draft.title,
    });
  }
}
