import RestAdapter, { Result } from "discourse/adapters/rest";
import { ajax } from "discourse/lib/ajax";

export default class PostAdapter extends RestAdapter {
  find(store, type, findArgs) {
    return super.find(store, type, findArgs).then((post) => ({ post }));
  }

  // A new post's properties are sent as they are, not below "post", and as JSON.
  createRecord(store, type, args) {
    args.nested_post = true;
    return ajax(this.pathFor(store, type), {
      type: "POST",
      contentType: "application/json",
      data: JSON.stringify(args),
    }).then((json) => new Result(json.post, json));
  }
}
