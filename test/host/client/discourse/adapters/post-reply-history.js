import RestAdapter from "discourse/adapters/rest";
import { ajax } from "discourse/lib/ajax";

export default class PostReplyHistoryAdapter extends RestAdapter {
  async find(store, type, { postId }) {
    const replies = await ajax(`/posts/${postId}/reply-history`);
    return { post_reply_histories: replies };
  }
}
