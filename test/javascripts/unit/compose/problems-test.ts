import { module, test } from "qunit";
import {
  bodyProblem,
  titleProblem,
} from "discourse/plugins/discourse-encrypted-messages/discourse/compose/problems";
import type { SiteSettings } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";

const SETTINGS = {
  encrypted_messages_max_body_length: 30,
  max_post_length: 20,
  max_topic_title_length: 10,
  min_personal_message_title_length: 2,
} as SiteSettings;

module("Unit | Compose | encrypted-messages | problems", function () {
  test("judges the title by core's limits", function (assert) {
    assert.deepEqual(titleProblem(" ", SETTINGS), { key: "title_required" });
    assert.deepEqual(titleProblem("a", SETTINGS), {
      key: "title_too_short",
      count: 2,
    });
    assert.deepEqual(titleProblem("a".repeat(11), SETTINGS), {
      key: "title_too_long",
      count: 10,
    });
    assert.strictEqual(titleProblem("a".repeat(10), SETTINGS), null);
  });

  test("counts characters as the site does, not UTF-16 units", function (assert) {
    assert.strictEqual(titleProblem("🐻".repeat(10), SETTINGS), null);
    assert.deepEqual(bodyProblem("🐻🐻", 3, SETTINGS), {
      key: "body_too_short",
      count: 3,
    });
  });

  test("takes what cannot be seen for nothing", function (assert) {
    assert.deepEqual(bodyProblem(" \u200b\n\u00a0\u2060", 1, SETTINGS), {
      key: "body_required",
    });
  });

  test("refuses what is longer than the site allows", function (assert) {
    assert.deepEqual(bodyProblem("a".repeat(21), 1, SETTINGS), {
      key: "body_too_long",
      count: 20,
    });
  });
});
