import { getOwner } from "@ember/owner";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import pretender, {
  parsePostData,
} from "discourse/tests/helpers/create-pretender";
import { MARKER } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/envelope";
import { json, logInAs, type Request } from "../../helpers/members";

interface Post {
  save(props: object): Promise<unknown>;
}

interface Store {
  createRecord(type: string, values: object): Post;
}

interface Edit {
  post: { raw: string; edit_reason?: string };
}

module("Unit | what core's post model may send", function (hooks) {
  setupTest(hooks);

  let sent: string[] = [];

  hooks.beforeEach(async function () {
    await logInAs(getOwner(this)!, "jane");
    sent = [];
    pretender.put("/posts/7", (request) => {
      sent.push((request as unknown as Request).requestBody);
      return json(200, { post: { id: 7 } });
    });
  });

  function post(context: object, isEncrypted: boolean): Post {
    const store = getOwner(context)!.lookup("service:store") as Store;
    return store.createRecord("post", {
      id: 7,
      topic: { id: 5, is_encrypted: isEncrypted },
    });
  }

  function edit(): Edit["post"] {
    return (parsePostData(sent[0]!) as unknown as Edit).post;
  }

  test("drops the reason of an edit, which tells of the text (R21, R23)", async function (assert) {
    const raw = MARKER + "A".repeat(900);
    await post(this, true).save({
      raw,
      edit_reason: "Mary must not know",
    });

    assert.strictEqual(edit().raw, raw);
    assert.strictEqual(edit().edit_reason, undefined);
    assert.false(sent[0]!.includes("Mary"));
  });

  test("refuses an edit in the clear, and sends nothing (R21, R23)", async function (assert) {
    await assert.rejects(
      (async () => post(this, true).save({ raw: "Mary must not know" }))()
    );
    assert.deepEqual(sent, []);
  });

  test("leaves ordinary posts and their reasons alone (R9)", async function (assert) {
    await post(this, false).save({ raw: "Hello", edit_reason: "Typo" });

    assert.strictEqual(edit().raw, "Hello");
    assert.strictEqual(edit().edit_reason, "Typo");
  });
});
