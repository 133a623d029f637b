import RestAdapter from "discourse/adapters/rest";
import { ajax } from "discourse/lib/ajax";

export default class PostReplyAdapter extends RestAdapter {
  async find(store, type, { postId, after = 1 }) {
    const replies = await ajax(`/posts/${postId}/replies?after=${after}`);
    return { post_replies: replies };
  }
}
