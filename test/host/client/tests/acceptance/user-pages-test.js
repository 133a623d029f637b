import { click, currentURL, visit } from "@ember/test-helpers";
import { test } from "qunit";
import { cloneJSON } from "discourse/lib/object";
import { withPluginApi } from "discourse/lib/plugin-api";
import pretender, {
  fixturesByUrl,
  response,
} from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";

const TOPIC = {
  id: 12,
  title: "Placeholder <b>title</b>",
  fancy_title: "Placeholder &lt;b&gt;title&lt;/b&gt;",
  slug: "pm-for-testing",
  archetype: "private_message",
  posts_count: 3,
  reply_count: 2,
  highest_post_number: 3,
  last_read_post_number: 1,
  unread_posts: 2,
  bumped_at: "2026-01-02T03:04:05Z",
  created_at: "2026-01-01T03:04:05Z",
  last_poster_username: "pete",
  posters: [],
  participants: [],
};

acceptance("Host | a user's messages", function (needs) {
  needs.user();
  needs.pretender((server) => {
    server.get("/t/12/2.json", () =>
      response(cloneJSON(fixturesByUrl["/t/12.json"]))
    );
    server.get("/topics/private-messages/eviltrout.json", () =>
      response({
        users: [],
        primary_groups: [],
        topic_list: { topics: [TOPIC], per_page: 30 },
      })
    );
  });

  test("are listed with what is unread, and open", async function (assert) {
    await visit("/u/eviltrout/messages");
    assert.dom(document.body).hasClass("user-messages-page");
    assert
      .dom(".topic-list-item[data-topic-id='12'] .raw-topic-link")
      .hasText("Placeholder <b>title</b>");
    assert.dom(".topic-list-item .unread-posts").hasText("2");
    assert.dom(".user-nav__messages-latest a").hasClass("active");

    await click(".topic-list-item .raw-topic-link");
    assert.strictEqual(currentURL(), "/t/pm-for-testing/12/2");
  });

  test("carry the titles that a model transformer gives them", async function (assert) {
    withPluginApi((api) =>
      api.registerModelTransformer("topic", async (topics) =>
        topics.forEach((topic) => topic.set("fancy_title", "Transformed"))
      )
    );
    await visit("/u/eviltrout/messages");

    assert.dom(".topic-list-item .raw-topic-link").hasText("Transformed");
  });

  test("a new one opens the composer", async function (assert) {
    await visit("/u/eviltrout/messages");
    await click(".new-private-message");

    assert.dom("#reply-control").hasClass("private-message");
    assert.dom(".users-input .email-group-user-chooser").exists();
  });
});

acceptance("Host | a user's drafts", function (needs) {
  needs.user();
  needs.pretender((server) => {
    server.get("/drafts.json", () =>
      response({
        drafts: [
          {
            draft_key: "new_private_message",
            sequence: 3,
            draft_username: "eviltrout",
            username: "eviltrout",
            created_at: "2026-01-01T03:04:05Z",
            data: JSON.stringify({
              reply: "The **draft** as the server holds it",
              title: "A draft's title",
              action: "privateMessage",
              archetypeId: "private_message",
            }),
          },
        ],
      })
    );
  });

  test("are shown as an excerpt and can be removed", async function (assert) {
    let removed;
    pretender.delete("/drafts/:key.json", ({ url }) => {
      removed = url.split("?")[0];
      return response({});
    });
    await visit("/u/eviltrout/activity/drafts");
    assert
      .dom(".user-stream-item .excerpt")
      .hasText("The draft as the server holds it");
    assert.dom(".user-stream-item .title").hasText("A draft's title");

    await click(".remove-draft");
    await click(".dialog-footer .btn-danger");
    assert.strictEqual(removed, "/drafts/new_private_message.json");
    assert.dom(".user-stream-item").doesNotExist();
  });
});

acceptance("Host | a user's preferences", function (needs) {
  needs.user();

  test("have the outlet of the security page, with the member", async function (assert) {
    let model;
    withPluginApi((api) =>
      api.renderInOutlet(
        "user-preferences-security",
        class {
          static shouldRender(args) {
            model = args.model;
            return false;
          }
        }
      )
    );
    await visit("/u/eviltrout/preferences/security");

    assert.strictEqual(model.username, "eviltrout");
    assert.dom(".user-nav__preferences-security a").hasClass("active");
  });

  test("begin with the account", async function (assert) {
    await visit("/u/eviltrout/preferences");

    assert.strictEqual(currentURL(), "/u/eviltrout/preferences/account");
  });
});
