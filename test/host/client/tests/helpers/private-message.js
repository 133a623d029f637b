// A message between jane and pete as the server sends it, for tests that show
// what leaves the browser.

export const TOPIC_ID = 7;
export const DRAFT_KEY = `topic_${TOPIC_ID}`;
export const SECRET = "the vault code is 4711";

const AVATAR = "/letter_avatar_proxy/v4/letter/j/aaaaaa/{size}.png";

export function postJson(number, attributes = {}) {
  return {
    id: 100 + number,
    post_number: number,
    post_type: 1,
    topic_id: TOPIC_ID,
    topic_slug: "a-plain-message",
    user_id: 2,
    username: "pete",
    name: "Pete",
    avatar_template: AVATAR,
    cooked: `<p>post ${number}</p>`,
    created_at: "2026-11-23T10:00:00.000Z",
    updated_at: "2026-11-23T10:00:00.000Z",
    version: 1,
    read: true,
    yours: false,
    can_edit: true,
    actions_summary: [],
    ...attributes,
  };
}

/**
 * @param details what the page has besides
 * @param loaded the posts that it brings along, where these are not all
 */
export function topicJson(posts, { details = {}, loaded = posts } = {}) {
  return {
    id: TOPIC_ID,
    slug: "a-plain-message",
    title: "A plain message",
    fancy_title: "A plain message",
    archetype: "private_message",
    posts_count: posts.length,
    highest_post_number: posts.length,
    created_at: "2026-11-23T10:00:00.000Z",
    last_posted_at: "2026-11-23T10:00:00.000Z",
    draft: null,
    draft_key: DRAFT_KEY,
    draft_sequence: 0,
    message_bus_last_id: 0,
    user_id: 1,
    post_stream: { posts: loaded, stream: posts.map(({ id }) => id) },
    details: {
      can_edit: true,
      can_create_post: true,
      can_invite_to: true,
      notification_level: 3,
      allowed_users: [
        { id: 1, username: "jane", avatar_template: AVATAR },
        { id: 2, username: "pete", avatar_template: AVATAR },
      ],
      allowed_groups: [],
      participants: [],
      ...details,
    },
  };
}

/** The fields of a form-encoded or JSON request. */
export function fields(request) {
  const { requestBody } = request;
  try {
    return JSON.parse(requestBody);
  } catch {
    return Object.fromEntries(new URLSearchParams(requestBody));
  }
}

/** Every request that the test's server got, in order. */
export class Requests {
  all = [];

  clear() {
    this.all = [];
  }

  /** Answers with `respond(request)`, and keeps the request. */
  recording(respond) {
    return (request) => {
      this.all.push(request);
      return respond(request);
    };
  }

  to(path, method) {
    return this.all.filter(
      (request) =>
        request.url.split("?")[0].replace(/\.json$/, "") === path &&
        (!method || request.method === method)
    );
  }
}

/** The server of such a message, as far as the pages of these tests ask it. */
export function serveMessage(server, helper, requests, posts, details = {}) {
  const answer = (value) =>
    requests.recording(() =>
      helper.response(JSON.parse(JSON.stringify(value)))
    );

  server.get(`/t/${TOPIC_ID}.json`, answer(topicJson(posts, { details })));
  for (const post of posts) {
    server.get(
      `/posts/${post.id}`,
      answer({ ...post, raw: `raw of ${post.id}` })
    );
    server.get(
      `/posts/${post.id}.json`,
      answer({ ...post, raw: `raw of ${post.id}` })
    );
  }
  server.get("/drafts/:key.json", answer({ draft: null, draft_sequence: 0 }));
  server.post("/drafts.json", answer({ draft_sequence: 1 }));
  server.delete("/drafts/:key.json", answer({ success: "OK" }));
  server.get("/composer_messages", answer({ composer_messages: [] }));
  server.get(
    "/composer/mentions",
    answer({ users: [], user_reasons: {}, groups: {}, group_reasons: {} })
  );
  server.get("/hashtags", answer({}));
  server.get(
    "/onebox",
    requests.recording(() => helper.response(404, {}))
  );
  server.get("/inline-onebox", answer({ "inline-oneboxes": [] }));
  server.post("/clicks/track", answer({}));
  server.post("/topics/timings", answer({}));
}
