import { click, fillIn, settled, visit } from "@ember/test-helpers";
import { test } from "qunit";
import { USER_OPTION_COMPOSITION_MODES } from "discourse/lib/constants";
import { withPluginApi } from "discourse/lib/plugin-api";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import {
  fields,
  postJson,
  Requests,
  serveMessage,
  TOPIC_ID,
} from "../helpers/private-message";

acceptance("Composer modes", function (needs) {
  const requests = new Requests();

  needs.user({
    username: "jane",
    id: 1,
    user_option: { composition_mode: USER_OPTION_COMPOSITION_MODES.rich },
  });
  needs.settings({ rich_editor: true });
  needs.pretender((server, helper) => {
    requests.clear();
    serveMessage(server, helper, requests, [postJson(1)]);
  });

  async function reply() {
    await visit(`/t/a-plain-message/${TOPIC_ID}`);
    await click("#topic-footer-buttons .create");
  }

  test("a message to the author of a post begins with its topic and its address", async function (assert) {
    await visit(`/t/a-plain-message/${TOPIC_ID}`);
    const [post] = this.owner.lookup("controller:topic").model.postStream.posts;
    await this.owner
      .lookup("route:application")
      .composePrivateMessage({ get: () => "pete" }, post);
    await settled();

    assert.dom("#reply-title").hasValue("RE: A plain message");
    const { model } = this.owner.lookup("service:composer");
    assert.strictEqual(model.reply, `${location.origin}${post.url}`);
    assert.strictEqual(model.targetRecipients, "pete");
  });

  test("the rich editor has no preview, and looks up all the same", async function (assert) {
    await reply();
    assert.dom(".d-editor-container").hasClass("--rich-editor-enabled");
    assert.dom("#reply-control").hasClass("hide-preview");
    assert.dom(".toggle-preview").doesNotExist();

    await fillIn(".d-editor-input", "for @geheimrat");

    assert.dom(".d-editor-preview").hasText("");
    assert.strictEqual(requests.to("/composer/mentions").length, 1);
  });

  test("a plugin forces Markdown, and the switch is gone", async function (assert) {
    withPluginApi((api) =>
      api.registerValueTransformer(
        "composer-force-editor-mode",
        () => USER_OPTION_COMPOSITION_MODES.markdown
      )
    );

    await reply();

    assert.dom(".d-editor-container").hasClass("--markdown-editor-enabled");
    assert.dom(".composer-toggle-switch").doesNotExist();
    assert.dom("#reply-control").hasClass("show-preview");
  });

  test("collapsing and full screen save, and take outlets away", async function (assert) {
    await reply();
    await fillIn(".d-editor-input", "kept when put away");
    const before = requests.to("/drafts", "POST").length;

    await click(".toggle-fullscreen");
    assert.dom(document.documentElement).hasClass("fullscreen-composer");
    assert.dom(".composer-action-title").doesNotExist();
    assert.strictEqual(requests.to("/drafts", "POST").length, before + 1);

    await click(".toggle-fullscreen");
    await click(".toggle-minimize");
    assert.dom("#reply-control").hasClass("draft");
    assert.dom(".reply-area").doesNotExist();
    const { data } = fields(requests.to("/drafts", "POST").at(-1));
    assert.strictEqual(JSON.parse(data).reply, "kept when put away");
  });
});
