import { destroy } from "@ember/destroyable";
import { getOwner, setOwner } from "@ember/owner";
import { settled } from "@ember/test-helpers";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import { livingOwner } from "discourse/plugins/discourse-encrypted-messages/discourse/core-seams/living-owner";
import { topicFancyTitle } from "discourse/plugins/discourse-encrypted-messages/discourse/core-seams/topic-title";
import type { Topic } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";

module(
  "Unit | Core seams | encrypted-messages | living owner",
  function (hooks) {
    setupTest(hooks);

    test("is the owner, until it is gone in either of the two ways", function (assert) {
      const object = {};
      assert.strictEqual(livingOwner(object), undefined);
      const owner = getOwner(this)!;
      setOwner(object, owner);
      assert.strictEqual(livingOwner(object), owner);

      const destroyable = {} as typeof owner;
      setOwner(object, destroyable);
      destroy(destroyable);
      assert.strictEqual(livingOwner(object), undefined);

      setOwner(object, { isDestroyed: true } as unknown as typeof owner);
      assert.strictEqual(livingOwner(object), undefined);
    });

    test("a title that is drawn last asks nothing of a container that is gone", async function (assert) {
      const topic = {
        is_encrypted: true,
        get: () => "Encrypted message",
      } as unknown as Topic;
      setOwner(topic, {
        isDestroyed: true,
        lookup: () => assert.step("looked up"),
      } as unknown as ReturnType<typeof getOwner> & object);
      topicFancyTitle((owner) => owner.lookup("service:any")).call(topic);
      await settled();
      assert.verifySteps([]);
    });
  }
);
