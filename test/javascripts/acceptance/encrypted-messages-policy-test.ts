import { getOwner } from "@ember/owner";
import {
  click,
  fillIn,
  find,
  settled,
  visit,
  waitFor,
} from "@ember/test-helpers";
import { test } from "qunit";
import { cloneJSON } from "discourse/lib/object";
import topicFixtures from "discourse/tests/fixtures/topic";
import pretender from "discourse/tests/helpers/create-pretender";
import {
  acceptance,
  updateCurrentUser,
} from "discourse/tests/helpers/qunit-helpers";
import type IdentityService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-identity";
import type {
  ComposerModel,
  ComposerService,
} from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import {
  clearDevices,
  json,
  keepKeys,
  type Name,
  serveIdentities,
} from "../helpers/members";
import { JANE, memberNamed, serveOwnIdentity } from "../helpers/pages";
import type { Needs } from "../types/acceptance";

const BOX = "#encrypted-messages-toggle";
const BODY = "#encrypted-messages-body";
const CLOSED = ".encrypted-messages-closed";
const CLOSED_TOPIC = ".encrypted-messages-closed-topic";
const REFUSAL = ".encrypted-messages-refusal";
const SEND = "#reply-control .save-or-cancel .create";
const OLD_TOPIC = "/t/pm-for-testing/12";

function serve(): string[] {
  const sent: string[] = [];
  pretender.post("/drafts.json", (request) => {
    sent.push((request as unknown as { requestBody: string }).requestBody);
    return json(200, { success: "OK", draft_sequence: 0 });
  });
  pretender.delete("/drafts/:key.json", () => json(200, { success: "OK" }));
  pretender.get("/drafts/:key.json", () =>
    json(200, { draft: null, draft_sequence: 0 })
  );
  pretender.post("/posts", (request) => {
    sent.push((request as unknown as { requestBody: string }).requestBody);
    return json(422, { errors: ["Not today"] });
  });
  return sent;
}

function lookup(context: object): IdentityService {
  return getOwner(context)!.lookup(
    "service:encrypted-messages-identity"
  ) as IdentityService;
}

async function compose(members: Name[], recipients: string): Promise<void> {
  serveIdentities(members);
  await visit(`/new-message?username=${recipients}`);
}

acceptance("Encrypted Messages | ticked by default", function (needs: Needs) {
  needs.user(memberNamed("jane"));
  needs.settings({ encrypted_messages_by_default: true });
  needs.site({ encrypted_messages_title_placeholder: "Encrypted message" });

  let sent: string[] = [];

  needs.hooks.beforeEach(async () => {
    sent = serve();
    await keepKeys("jane");
  });
  needs.hooks.afterEach(clearDevices);

  test("ticks the box where everybody has keys, and lets it be unticked for good (R13)", async function (assert) {
    await compose(["pete"], "pete");
    await waitFor(BODY);
    assert.dom(BOX).isChecked().isEnabled();
    await settled();
    assert.dom("#encrypted-messages-title").isFocused();

    await click(BOX);
    assert.dom(BOX).isNotChecked();
    assert.dom(BODY).doesNotExist();
    assert.dom(".dialog-body").doesNotExist();
  });

  test("stays ticked where the site says that somebody has no keys, says who, and sends nothing until they are removed or it is unticked by hand (H6, R13)", async function (assert) {
    await compose(["pete"], "pete,karl");
    await waitFor(BODY);
    assert.dom(BOX).isChecked().isEnabled();
    assert.dom(REFUSAL).includesText("enabled: karl");

    await fillIn("#encrypted-messages-title", "A party for Mary");
    await fillIn(BODY, "Let us give a party for Mary on Friday");
    await click(SEND);
    assert.deepEqual(
      sent.filter((request) => request.includes("nested_post")),
      []
    );

    await click(BOX);
    await click(".dialog-footer .btn-danger");
    assert.dom(BOX).isNotChecked();
    assert.dom(".d-editor-input").isVisible();
  });

  test("stays ticked when somebody without keys is added before there is a text (H6, R13)", async function (assert) {
    await compose(["pete"], "pete");
    await waitFor(BODY);
    const { model } = getOwner(this)!.lookup(
      "service:composer"
    ) as ComposerService;
    (model as ComposerModel).set("targetRecipients", "pete,karl");
    await settled();

    assert.dom(BOX).isChecked();
    assert.dom(REFUSAL).includesText("enabled: karl");
    (model as ComposerModel).set("targetRecipients", "pete");
    await settled();
    assert.dom(REFUSAL).doesNotExist();
  });

  function ticksWhereFilled(
    way: string,
    open: (context: object) => Promise<void>
  ): void {
    test(`ticks the box ${way}, where core has filled in title and text (T6, R13)`, async function (assert) {
      serveIdentities(["pete"]);
      await open(this);
      await waitFor(BODY);

      assert.dom(BOX).isChecked();
      const { value: body } = find(BODY) as HTMLTextAreaElement;
      const title = find("#encrypted-messages-title") as HTMLInputElement;
      assert.notStrictEqual(body, "");
      assert.notStrictEqual(title.value, "");
      assert.false(
        sent.some((request) => decodeURIComponent(request).includes(body))
      );
    });
  }

  ticksWhereFilled("of a user card in a topic", async (context) => {
    const lookUp = (name: `${string}:${string}`): unknown =>
      getOwner(context)!.lookup(name);
    await visit(OLD_TOPIC);
    const { model } = lookUp("controller:topic") as {
      model: { postStream: { posts: object[] } };
    };
    const route = lookUp("route:application") as {
      composePrivateMessage(user: object, post: object): Promise<void>;
    };
    const [post] = model.postStream.posts;
    await route.composePrivateMessage({ get: () => "pete" }, post!);
  });

  ticksWhereFilled("of a link with title and text", async () => {
    await visit("/new-message?username=pete&title=A%20title&body=A%20text");
  });

  test("leaves a text as it is that was saved in the clear (T6, R13)", async function (assert) {
    serveIdentities(["pete"]);
    await visit("/");
    const service = getOwner(this)!.lookup("service:composer") as {
      open(options: object): Promise<void>;
    };
    await service.open({
      draft: { action: "privateMessage", reply: "Saved", recipients: "pete" },
      draftKey: "new_private_message_1",
      draftSequence: 0,
    });
    await settled();
    assert.dom(BOX).isNotChecked();
    assert.dom(".d-editor-input").hasValue("Saved");
  });

  test("does not bother who has not enabled it (R13)", async function (assert) {
    await clearDevices();
    updateCurrentUser({ encrypted_messages_enabled: false });
    await compose(["pete"], "pete");
    assert.dom(BOX).isNotChecked();
    assert.dom(REFUSAL).doesNotExist();
  });

  test("waits for the secret in the composer, without a dialog (R13)", async function (assert) {
    await clearDevices();
    serveOwnIdentity();
    await compose(["pete"], "pete");
    await waitFor(".encrypted-messages-panel .encrypted-messages-unlock");
    assert.dom(".d-modal").doesNotExist();
    assert.dom(BOX).isChecked().isEnabled();

    await click(".encrypted-messages-panel .encrypted-messages-unlock");
    await fillIn(".encrypted-messages-unlock-modal [name=secret]", JANE.secret);
    await click(".encrypted-messages-unlock-modal .btn-primary");
    await waitFor(BODY, { timeout: 60_000 });
    assert.dom(BOX).isChecked();
  });
});

acceptance("Encrypted Messages | forced", function (needs: Needs) {
  let sent: string[] = [];

  needs.user(memberNamed("jane", { admin: false, moderator: true }));
  needs.settings({ encrypted_messages_force: true });
  needs.site({ encrypted_messages_title_placeholder: "Encrypted message" });
  needs.hooks.beforeEach(async () => {
    sent = serve();
    await keepKeys("jane");
  });
  needs.hooks.afterEach(clearDevices);

  test("ticks the box, and says why it cannot be unticked (R13)", async function (assert) {
    await compose(["pete"], "pete");
    await waitFor(BODY);
    assert
      .dom(BOX)
      .isChecked()
      .isDisabled()
      .hasAttribute("aria-describedby", "encrypted-messages-forced");
    assert
      .dom("#encrypted-messages-forced")
      .hasText("This site requires personal messages to be encrypted.");
  });

  test("names who cannot be written to, and sends nothing (R2, R13)", async function (assert) {
    await compose(["pete"], "pete,karl");
    await waitFor(BODY);
    assert.dom(BOX).isChecked();
    assert.dom(REFUSAL).includesText("karl").doesNotIncludeText("pete");

    await fillIn("#encrypted-messages-title", "A party for Mary");
    await fillIn(BODY, "Let us give a party for Mary on Friday");
    await click(SEND);
    assert.deepEqual(
      sent.filter((request) => request.includes("nested_post")),
      []
    );
  });

  test("lets who has not enabled it do so in place (S12, R13)", async function (assert) {
    await clearDevices();
    updateCurrentUser({ encrypted_messages_enabled: false });
    await compose(["pete"], "pete");
    await waitFor(CLOSED);

    assert.dom(CLOSED).includesText("have not enabled");
    assert.dom(".d-editor-input").isNotVisible();
    await click(SEND);
    assert.deepEqual(sent, []);

    await click(`${CLOSED} .encrypted-messages-enable`);
    assert.dom(".encrypted-messages-enable-modal").exists();
    await keepKeys("jane");
    await lookup(this).useHeldKeys();
    await click(".encrypted-messages-enable-modal .modal-close");
    await waitFor(BODY);
    assert.dom(BOX).isChecked();
  });

  for (const [reason, text] of [
    ["not_allowed", "does not let you use encrypted messages"],
    ["insecure_context", "not loaded over HTTPS"],
    ["impersonated", "you are looking at the site"],
  ]) {
    test(`says ${reason} where encryption is not possible at all, and offers nothing that would not help (S12, R13, R14)`, async function (assert) {
      await clearDevices();
      updateCurrentUser({
        can_use_encrypted_messages: false,
        encrypted_messages_unavailable_reason: reason,
      });
      await compose(["pete"], "pete");
      await waitFor(CLOSED);
      assert.dom(CLOSED).includesText(text!);
      assert.dom(CLOSED).includesText("requires personal messages");
      assert.dom(`${CLOSED} button`).doesNotExist();
      assert.dom(".d-editor-input").isNotVisible();
    });
  }

  test("lets administrators untick it (R13)", async function (assert) {
    updateCurrentUser({ admin: true });
    await compose(["pete"], "pete");
    await waitFor(BODY);
    assert.dom(BOX).isChecked().isEnabled();
    assert.dom("#encrypted-messages-forced").doesNotExist();

    await click(BOX);
    assert.dom(BOX).isNotChecked();
    assert.dom(".d-editor-input").isVisible();
  });

  async function visitOld(changes: object): Promise<void> {
    serveIdentities(["pete"]);
    pretender.get("/t/12.json", () =>
      json(200, { ...cloneJSON(topicFixtures["/t/12/1.json"]), ...changes })
    );
    await visit(OLD_TOPIC);
  }

  test("says in older messages that they are closed, before anybody answers (R6, R13)", async function (assert) {
    await visitOld({ encrypted_messages_reply_refused: true });
    assert
      .dom(CLOSED_TOPIC)
      .hasAttribute("role", "note")
      .includesText("cannot be answered any more");

    assert
      .dom(`${CLOSED_TOPIC} .encrypted-messages-lock`)
      .doesNotExist("no lock beside what is not encrypted");

    await click(`${CLOSED_TOPIC} .encrypted-messages-write-anew`);
    await waitFor(BOX);
    assert.dom(CLOSED).doesNotExist();
  });

  test("says nothing in messages that can be answered (R13)", async function (assert) {
    await visitOld({});
    assert.dom("#topic-footer-buttons .create").exists();
    assert.dom(CLOSED_TOPIC).doesNotExist();
  });

  test("closes older messages, and offers an encrypted one in their place (R13)", async function (assert) {
    await visitOld({ encrypted_messages_reply_refused: true });
    await click("#topic-footer-buttons .create");
    await waitFor(CLOSED);

    assert.dom(CLOSED).includesText("cannot be answered any more");
    assert.dom(".d-editor-input").isNotVisible();
    await click(SEND);
    assert.deepEqual(sent, []);

    await click(`${CLOSED} .encrypted-messages-write-anew`);
    assert.dom(BOX).exists();
    assert.dom(CLOSED).doesNotExist();
  });
});
