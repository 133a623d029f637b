import EmberObject from "@ember/object";
import { ajax } from "discourse/lib/ajax";
import Bookmark from "discourse/models/bookmark";
import DiscourseRoute from "discourse/routes/discourse";
import { i18n } from "discourse-i18n";

export default class UserActivityBookmarksRoute extends DiscourseRoute {
  templateName = "user/bookmarks";

  async model() {
    const { username } = this.modelFor("user");
    const result = await ajax(`/u/${username}/bookmarks.json`);
    const list = result.user_bookmark_list?.bookmarks ?? result.bookmarks;
    const bookmarks = list.map((json) => Bookmark.create(json));
    await Bookmark.applyTransformations(bookmarks);
    // Core's icons go by these alone: nothing there says that a topic is encrypted.
    bookmarks.forEach((bookmark) => {
      const { archived, closed, invisible } = bookmark;
      bookmark.topicStatus = EmberObject.create({
        archived,
        closed,
        invisible,
      });
    });
    return { bookmarks };
  }

  titleToken() {
    return i18n("user_action_groups.3");
  }
}
