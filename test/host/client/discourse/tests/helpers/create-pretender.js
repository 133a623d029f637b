// The server of the tests. A test adds to it, or replaces an answer, by `pretender.get(…)` and its like.
import Pretender from "pretender";
import { cloneJSON } from "discourse/lib/object";
import topicFixtures from "discourse/tests/fixtures/topic";

const JSON_TYPE = { "Content-Type": "application/json" };

export const fixturesByUrl = { ...topicFixtures };

/** `response(data)` or `response(status, data)` */
export function response(code, obj) {
  if (typeof code === "object") {
    [code, obj] = [200, code];
  }
  return [code, JSON_TYPE, obj];
}

export function success() {
  return response({ success: true });
}

/** @returns {object} a form's body as Rails would read it: a[b]=1&c[]=2 */
export function parsePostData(body) {
  const result = {};
  for (const [key, value] of new URLSearchParams(body ?? "")) {
    assign(
      result,
      key.split(/\]?\[/).map((part) => part.replace(/\]$/, "")),
      value
    );
  }
  return result;
}

function assign(target, [name, next, ...rest], value) {
  if (next === undefined) {
    target[name] = value;
  } else if (next === "") {
    (target[name] ??= []).push(value);
  } else {
    assign((target[name] ??= {}), [next, ...rest], value);
  }
}

export function pretenderHelpers() {
  return { parsePostData, response, success };
}

let instance;

// The default export stays the same object while the server behind it is made anew for each test.
const pretender = new Proxy(
  {},
  {
    get: (_target, name) => {
      const value = Reflect.get(server(), name);
      return typeof value === "function" ? value.bind(server()) : value;
    },
    set: (_target, name, value) => Reflect.set(server(), name, value),
  }
);

export default pretender;

function server() {
  instance ??= create();
  return instance;
}

function create() {
  const made = new Pretender();
  made.prepareBody = (body) =>
    typeof body === "object" ? JSON.stringify(body) : body;
  made.unhandledRequest = (verb, path) => {
    const error = `Unhandled request in test environment: ${path} (${verb})`;
    // eslint-disable-next-line no-console
    console.error(error);
    throw new Error(error);
  };
  return made;
}

export function applyDefaultHandlers() {
  const made = server();
  const passthrough = made.passthrough;
  for (const prefix of ["/external-vectors/*path", "/build/*path"]) {
    made.get(prefix, passthrough);
  }

  for (const url of Object.keys(fixturesByUrl)) {
    made.get(url, () => response(cloneJSON(fixturesByUrl[url])));
  }
  made.get("/t/id_for/:slug", () =>
    response({ id: 12, slug: "pm-for-testing", url: "/t/pm-for-testing/12" })
  );
  made.post("/clicks/track", success);
  made.post("/topics/timings", () => response({}));
  made.get("/session/csrf", () =>
    response({ csrf: "mgk906YLagHo2gOgM1ddYjAN4hQolBdJCqlY6jYzAYs=" })
  );
  made.get("/composer_messages", () => response({ composer_messages: [] }));
  made.get("/composer/mentions", () =>
    response({
      users: [],
      user_reasons: {},
      groups: {},
      group_reasons: {},
      max_users_notified_per_group_mention: 100,
    })
  );
  made.get("/drafts.json", () => response({ drafts: [] }));
  made.get("/drafts/:key.json", () => response({}));
  made.post("/drafts.json", () =>
    response({ success: "OK", draft_sequence: 1 })
  );
  made.delete("/drafts/:key.json", success);
  made.get("/notifications", () =>
    response({
      notifications: [],
      total_rows_notifications: 0,
      seen_notification_id: 0,
    })
  );
  made.get("/latest.json", () =>
    response({
      users: [],
      primary_groups: [],
      topic_list: { topics: [], can_create_topic: true, per_page: 30 },
    })
  );
  made.get("/topics/private-messages/:username.json", () =>
    response({
      users: [],
      primary_groups: [],
      topic_list: { topics: [], per_page: 30 },
    })
  );
  made.get("/u/search/users", () => response({ users: [], groups: [] }));
  made.get("/u/:username/emails.json", () =>
    response({ email: "eviltrout@example.com" })
  );
  made.get("/u/:username.json", ({ params }) =>
    response({
      user: {
        id: 19,
        username: params.username,
        name: "Robin Ward",
        can_edit: true,
        can_send_private_messages: true,
        user_option: {},
      },
    })
  );
}

export function resetPretender() {
  instance?.shutdown();
  instance = undefined;
}
