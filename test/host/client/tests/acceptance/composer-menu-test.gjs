import {
  click,
  fillIn,
  settled,
  triggerEvent,
  visit,
  waitFor,
} from "@ember/test-helpers";
import { test } from "qunit";
import { withPluginApi } from "discourse/lib/plugin-api";
import { UploadPreProcessorPlugin } from "discourse/lib/uppy-plugin-base";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import {
  DRAFT_KEY,
  postJson,
  Requests,
  SECRET,
  serveMessage,
  TOPIC_ID,
} from "../helpers/private-message";

const INPUT = "#reply-control .d-editor-input";
const MENUS = {
  new: {
    trigger: ".composer-actions-trigger",
    entry: (id) => `.composer-actions-btn[data-action-id=${id}]`,
  },
  older: {
    trigger: ".composer-actions .select-kit-header",
    entry: (id) => `.composer-actions .select-kit-row[data-value=${id}]`,
  },
};

for (const [which, { trigger, entry }] of Object.entries(MENUS)) {
  acceptance(`Composer menu, the ${which} one`, function (needs) {
    const requests = new Requests();

    needs.user({
      username: "jane",
      id: 1,
      can_create_topic: true,
      can_edit: true,
    });
    needs.settings({ enable_new_composer_actions: which === "new" });
    needs.pretender((server, helper) => {
      requests.clear();
      serveMessage(server, helper, requests, [postJson(1), postJson(2)]);
    });

    async function reply(button = "#topic-footer-buttons .create") {
      await visit(`/t/a-plain-message/${TOPIC_ID}`);
      await click(button);
      await fillIn(INPUT, SECRET);
    }

    async function choose(id) {
      await click(trigger);
      await click(entry(id));
    }

    test("makes a reply a new message, and throws its draft away", async function (assert) {
      await reply();
      await choose("reply_as_new_group_message");

      assert.dom("#reply-control").hasClass("private-message");
      assert
        .dom("#private-message-users .select-kit-header")
        .hasAttribute("data-value", "jane,pete");
      assert.dom(INPUT).hasValue(new RegExp(SECRET));
      assert.strictEqual(
        requests.to(`/drafts/${DRAFT_KEY}`, "DELETE").length,
        1
      );
    });

    test("carries the text of a reply from the message to a post and back", async function (assert) {
      await reply("#post_2 button.reply");
      await choose("reply_to_topic");
      assert.dom(INPUT).hasValue(SECRET);

      await choose("reply_to_post");
      assert.dom(INPUT).hasValue(SECRET);
    });

    test("carries the text of a new message into a topic for all", async function (assert) {
      await visit("/new-message?username=pete");
      await waitFor(INPUT);
      await fillIn(INPUT, SECRET);
      await choose("create_topic");

      assert.dom("#reply-control").hasClass("topic");
      assert.dom(INPUT).hasValue(SECRET);
    });
  });
}

acceptance("Composer menu, what plugins make of it", function (needs) {
  const requests = new Requests();

  // for staff there is always the toggle
  needs.user({
    username: "jane",
    id: 1,
    can_edit: true,
    staff: false,
    admin: false,
    moderator: false,
    trust_level: 1,
  });
  needs.pretender((server, helper) => {
    requests.clear();
    serveMessage(server, helper, requests, [postJson(1, { yours: true })]);
  });

  test("a transformer takes entries out; without any there is no menu", async function (assert) {
    withPluginApi((api) =>
      api.registerValueTransformer("composer-actions-content", () => [])
    );
    await visit(`/t/a-plain-message/${TOPIC_ID}`);
    await click("#topic-footer-buttons .create");

    assert.dom("button.composer-actions-trigger").doesNotExist();
    assert.dom(".composer-actions-trigger").hasText("Message");
  });

  test("the reason for an edit takes the place of the menu", async function (assert) {
    await visit(`/t/a-plain-message/${TOPIC_ID}`);
    await click("#post_1 button.edit");
    await click("button.composer-actions-trigger");

    assert.dom(".composer-actions-trigger--editing #edit-reason").exists();
    assert.dom(".display-edit-reason").doesNotExist();
  });
});

for (const redesign of [false, true]) {
  acceptance(
    `Composer, redesigned: ${redesign ? "yes" : "no"}`,
    function (needs) {
      const requests = new Requests();
      let uploaded = [];

      needs.user({ username: "jane", id: 1 });
      needs.settings({ enable_composer_redesign: redesign });
      needs.pretender((server, helper) => {
        requests.clear();
        uploaded = [];
        serveMessage(server, helper, requests, [postJson(1)]);
        server.post("/uploads.json", ({ requestBody }) => {
          uploaded.push(requestBody.get("file").name);
          return helper.response({ short_url: "upload://abc.png" });
        });
      });

      async function reply() {
        await visit(`/t/a-plain-message/${TOPIC_ID}`);
        await click("#topic-footer-buttons .create");
      }

      test("has its toolbar in the editor, or below it, and uploads with it", async function (assert) {
        await reply();
        const place = redesign
          ? ".composer-footer .d-editor-button-bar"
          : ".d-editor-textarea-wrapper .d-editor-button-bar";

        assert.dom(`#reply-control ${place} .upload`).exists();
        assert.dom(".d-editor-button-bar").exists({ count: 1 });
        assert
          .dom(
            redesign
              ? ".d-editor-container > .composer-fields"
              : ".d-editor-textarea-column > .composer-fields"
          )
          .exists();
      });

      test("uploads what is chosen, pasted, dropped or handed over", async function (assert) {
        await reply();
        const file = (name) => new File(["x"], name, { type: "image/png" });
        const transfer = (name) => {
          const data = new DataTransfer();
          data.items.add(file(name));
          return data;
        };

        await triggerEvent("#file-uploader", "change", {
          files: [file("chosen.png")],
        });
        await triggerEvent(INPUT, "paste", {
          clipboardData: transfer("pasted.png"),
        });
        await triggerEvent(INPUT, "drop", {
          dataTransfer: transfer("dropped.png"),
        });
        this.owner
          .lookup("service:app-events")
          .trigger("composer:add-files", [file("given.png")]);
        await settled();

        assert.deepEqual(uploaded, [
          "chosen.png",
          "pasted.png",
          "dropped.png",
          "given.png",
        ]);
      });

      test("lets nothing be sent while a step before the upload has not told of each file", async function (assert) {
        class Silent extends UploadPreProcessorPlugin {
          static pluginId = "silent";

          install() {
            this._install(async () => {});
          }
        }
        withPluginApi((api) =>
          api.addComposerUploadPreProcessor(Silent, () => ({}))
        );
        await reply();
        await triggerEvent("#file-uploader", "change", {
          files: [new File(["x"], "a.png")],
        });

        assert.deepEqual(uploaded, ["a.png"]);
        assert.dom(".save-or-cancel .create").hasClass("disabled");
      });

      test("sends nothing that a step before the upload refuses, and says why", async function (assert) {
        class Refusing extends UploadPreProcessorPlugin {
          static pluginId = "refusing";

          install() {
            this._install(async (ids) => {
              ids.forEach((id) =>
                this._emitError(this._getFile(id), "Not you")
              );
              throw new Error("Not you");
            });
          }
        }
        withPluginApi((api) =>
          api.addComposerUploadPreProcessor(Refusing, () => ({}))
        );
        await reply();
        await triggerEvent("#file-uploader", "change", {
          files: [new File(["x"], "a.png")],
        });

        assert.deepEqual(uploaded, []);
        assert.dom(".dialog-body").includesText("Not you");
        assert.dom(".save-or-cancel .create").doesNotHaveClass("disabled");
      });

      test("asks a plugin's handler first, which takes all files of its kinds", async function (assert) {
        const handled = [];
        withPluginApi((api) =>
          api.addComposerUploadHandler(["mp4"], (files) =>
            handled.push(...files.map(({ name }) => name))
          )
        );
        await reply();
        await triggerEvent("#file-uploader", "change", {
          files: [new File(["x"], "film.mp4")],
        });

        assert.deepEqual(handled, ["film.mp4"]);
        assert.deepEqual(uploaded, []);
      });
    }
  );
}
