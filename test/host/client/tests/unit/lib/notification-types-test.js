import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import { getRenderDirector } from "discourse/lib/notification-types-manager";

const SITE = { notificationLookup: { 6: "private_message" } };

function director(properties) {
  const notification = {
    notification_type: 6,
    topic_id: 7,
    slug: "encrypted-message",
    post_number: 2,
    data: { display_username: "jane", topic_title: "Encrypted <b>message</b>" },
    ...properties,
  };
  return getRenderDirector("private_message", notification, {}, {}, SITE);
}

module("Host | Unit | lib | notification-types", function (hooks) {
  setupTest(hooks);

  test("without a fancy title, the plain one is left to be escaped", function (assert) {
    const message = director();

    assert.strictEqual(message.description, "Encrypted <b>message</b>");
    assert.strictEqual(message.label, "jane");
    assert.strictEqual(message.icon, "notification.private_message");
    assert.deepEqual(message.classNames, [
      "notification",
      "unread",
      "private-message",
    ]);
    assert.strictEqual(message.linkHref, "/t/encrypted-message/7/2");
  });

  test("a fancy title is trusted as HTML", function (assert) {
    const { description } = director({ fancy_title: "Lunch &amp; more" });

    assert.strictEqual(description.toString(), "Lunch &amp; more");
    assert.notStrictEqual(typeof description, "string");
  });
});
