import { click, settled, triggerEvent, visit } from "@ember/test-helpers";
import { test } from "qunit";
import { withPluginApi } from "discourse/lib/plugin-api";
import { response } from "discourse/tests/helpers/create-pretender";
import {
  acceptance,
  publishToMessageBus,
} from "discourse/tests/helpers/qunit-helpers";

const NOTIFICATION = {
  id: 5,
  user_id: 19,
  notification_type: 6,
  read: false,
  high_priority: true,
  created_at: "2026-01-01T03:04:05Z",
  post_number: 1,
  topic_id: 12,
  fancy_title: "Placeholder &amp; title",
  slug: "pm-for-testing",
  data: { display_username: "pete", topic_title: "Placeholder & title" },
};

acceptance("Host | user menu", function (needs) {
  needs.user();
  needs.pretender((server) => {
    server.get("/notifications", () =>
      response({ notifications: [NOTIFICATION] })
    );
    server.get("/u/eviltrout/user-menu-private-messages", () =>
      response({
        unread_notifications: [],
        read_notifications: [],
        users: [],
        topics: [
          {
            id: 12,
            fancy_title: "A message&#39;s title",
            slug: "pm-for-testing",
            highest_post_number: 2,
            last_read_post_number: 2,
            last_poster_username: "pete",
            bumped_at: "2026-01-01T03:04:05Z",
          },
        ],
      })
    );
  });

  test("shows who wrote, and the title the server gives", async function (assert) {
    await visit("/");
    await click("#toggle-current-user");

    assert.dom(".user-menu .notification.unread .item-label").hasText("pete");
    assert
      .dom(".user-menu .notification .item-description")
      .hasText("Placeholder & title");
    assert
      .dom(".user-menu .notification a")
      .hasAttribute("href", "/t/pm-for-testing/12");
  });

  test("its messages go through the topics' transformer", async function (assert) {
    withPluginApi((api) =>
      api.registerModelTransformer("topic", async (topics) =>
        topics.forEach((topic) => topic.set("fancy_title", "Transformed"))
      )
    );
    await visit("/");
    await click("#toggle-current-user");
    await click("#user-menu-button-messages");

    assert.dom(".user-menu .message .item-description").hasText("Transformed");
  });

  test("the badge follows the server", async function (assert) {
    await visit("/");
    assert.dom(".current-user .badge-notification").doesNotExist();

    await publishToMessageBus("/notification/19", {
      all_unread_notifications_count: 3,
      new_personal_messages_notifications_count: 0,
    });
    assert.dom(".current-user .unread-notifications").hasText("3");

    await publishToMessageBus("/notification/19", {
      all_unread_notifications_count: 4,
      new_personal_messages_notifications_count: 1,
    });
    await settled();
    assert.dom(".current-user .new-pms").exists();
  });

  test("a press elsewhere closes it", async function (assert) {
    await visit("/");
    await click("#toggle-current-user");
    await triggerEvent("#main-outlet", "pointerdown");

    assert.dom(".user-menu").doesNotExist();
  });
});
