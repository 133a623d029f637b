import { getOwner } from "@ember/owner";
import { settled } from "@ember/test-helpers";
import { setupTest } from "ember-qunit";
import { module, test } from "qunit";
import pretender, {
  parsePostData,
} from "discourse/tests/helpers/create-pretender";
import { compositionOf } from "discourse/plugins/discourse-encrypted-messages/discourse/compose/registry";
import type ChoiceService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-encryption-choice";
import { isEncryptedRaw } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/envelope";
import type {
  ComposerModel,
  ComposerService,
} from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { loseCsrfToken } from "../../helpers/lost-request";
import {
  clearDevices,
  json,
  logInAs,
  type Request,
  serveIdentities,
} from "../../helpers/members";

const KEY = "new_private_message_1";

interface Store {
  createRecord(type: string, values: object): ComposerModel;
}

interface Row {
  data: string;
  sequence: number;
}

/** A promise that a test settles. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

/**
 * The site's one row of a draft, with core's rules: saving over it needs its
 * sequence, and deleting with another sequence answers "OK" and does nothing.
 */
class DraftRow {
  row: Row | null = null;
  sequence = 0;
  log: string[] = [];

  /** what each request waits for before it is answered */
  saving: Promise<void> = Promise.resolve();
  deleting: Promise<void> = Promise.resolve();
  deletion = 200;

  serve(): void {
    pretender.post("/drafts.json", async (request) => {
      const posted = parsePostData(
        (request as unknown as Request).requestBody
      ) as Record<string, string>;
      await this.saving;
      return this.#save(posted["data"]!, Number(posted["sequence"]) || 0);
    });
    pretender.delete(`/drafts/${KEY}.json`, async (request) => {
      await this.deleting;
      this.log.push("delete");
      if (this.deletion !== 200) {
        return json(this.deletion, { errors: ["No"] });
      }
      const { requestBody } = request as unknown as Request;
      const given = Number(new URLSearchParams(requestBody).get("sequence"));
      if ((given || 0) === this.sequence) {
        this.row = null;
      }
      return json(200, { success: "OK" });
    });
    pretender.get(`/drafts/${KEY}.json`, () =>
      json(200, {
        draft: this.row?.data ?? null,
        draft_sequence: this.sequence,
      })
    );
  }

  #save(data: string, sequence: number) {
    this.log.push(
      data.includes("Plain") ? "save plaintext" : "save ciphertext"
    );
    if (this.row) {
      if (sequence !== this.sequence) {
        return json(409, { errors: ["conflict"] });
      }
      this.sequence++;
    }
    this.row = { data, sequence: this.sequence };
    return json(200, { success: "OK", draft_sequence: this.sequence });
  }
}

interface Context {
  model: ComposerModel;
  site: DraftRow;
  core: ComposerService & { _saveDraft(): void };
  service: ChoiceService;
}

module("Unit | a draft kept before its box was ticked", function (hooks) {
  setupTest(hooks);

  hooks.beforeEach(async function (this: Context) {
    const owner = getOwner(this)!;
    const user = await logInAs(owner, "jane");
    serveIdentities(["jane", "pete"]);
    (
      owner.lookup("service:site") as { set(key: string, value: unknown): void }
    ).set("encrypted_messages_title_placeholder", "Encrypted message");

    this.model = (owner.lookup("service:store") as Store).createRecord(
      "composer",
      {
        user,
        action: "privateMessage",
        archetypeId: "private_message",
        targetRecipients: "pete",
        draftKey: KEY,
        title: "",
        reply: "",
      }
    );
    this.core = owner.lookup("service:composer") as Context["core"];
    this.core.set("model", this.model);
    this.service = owner.lookup(
      "service:encrypted-messages-encryption-choice"
    ) as ChoiceService;
    this.site = new DraftRow();
    this.site.serve();
  });

  hooks.afterEach(clearDevices);

  function write(model: ComposerModel): void {
    model.setProperties({ title: "Plain title", reply: "Plain text" });
  }

  test("is gone from the site before anything more can be typed (R9, R23)", async function (this: Context, assert) {
    const { model, site } = this;
    write(model);
    await settled();
    assert.true(
      site.row!.data.includes("Plain text"),
      "core has saved it once"
    );

    const { open, opened } = gate();
    site.deleting = opened;
    const ticking = this.service.tick(model);
    await new Promise((resolve) => setTimeout(resolve, 200));

    const composition = compositionOf(model)!;
    assert.strictEqual(composition.status, "clearing");
    this.service.encryptedMessagesDrafting.edit(model, {
      body: "Typed too early",
    });
    assert.strictEqual(composition.body, "Plain text");
    assert.true(isEncryptedRaw(model.reply), "nothing is lost by closing now");

    open();
    assert.strictEqual(await ticking, null);
    await settled();

    assert.strictEqual(composition.status, "ready");
    assert.deepEqual(site.log, ["save plaintext", "delete", "save ciphertext"]);
    assert.false(site.row!.data.includes("Plain"));
  });

  test("is not saved by the pause that core was waiting for (R9, R23)", async function (this: Context, assert) {
    const { model, site } = this;
    write(model);
    assert.strictEqual(await this.service.tick(model), null);
    await settled();

    assert.false(site.log.includes("save plaintext"));
    assert.true(site.row!.data.includes("encrypted-message:v1:"));
  });

  test("is waited for while it is being saved, and then deleted (R9, R23)", async function (this: Context, assert) {
    const { model, site } = this;
    const { open, opened } = gate();
    site.saving = opened;
    write(model);
    this.core._saveDraft();

    const ticking = this.service.tick(model);
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.strictEqual(compositionOf(model)!.status, "clearing");
    assert.deepEqual(site.log, []);

    open();
    assert.strictEqual(await ticking, null);
    await settled();
    assert.deepEqual(site.log, ["save plaintext", "delete", "save ciphertext"]);
    assert.false(site.row!.data.includes("Plain"));
  });

  test("is deleted although its sequence has moved on (R9, R23)", async function (this: Context, assert) {
    const { model, site } = this;
    write(model);
    await settled();
    // another tab has saved since
    site.row = { data: '{"reply":"Plain, from another tab"}', sequence: 7 };
    site.sequence = 7;

    assert.strictEqual(await this.service.tick(model), null);
    await settled();
    assert.false(site.row!.data.includes("Plain"));
    assert.deepEqual(site.log.slice(-3), [
      "delete",
      "delete",
      "save ciphertext",
    ]);
  });

  test("keeps the box unticked where not even the CSRF token for deleting it could be fetched (R9, R23)", async function (this: Context, assert) {
    const { model, site } = this;
    write(model);
    await settled();
    loseCsrfToken();

    assert.deepEqual(await this.service.tick(model), { kind: "draft-kept" });
    assert.strictEqual(model.reply, "Plain text");
    assert.false(site.log.includes("delete"));

    assert.strictEqual(await this.service.tick(model), null);
    await settled();
    assert.false(site.row!.data.includes("Plain"));
  });

  test("keeps the box unticked where it cannot be deleted, and loses nothing (R9, R23)", async function (this: Context, assert) {
    const { model, site } = this;
    write(model);
    await settled();
    site.deletion = 500;

    assert.deepEqual(await this.service.tick(model), { kind: "draft-kept" });
    assert.strictEqual(compositionOf(model), undefined);
    assert.strictEqual(model.reply, "Plain text");
    assert.strictEqual(model.title, "Plain title");
    assert.false(model.disableDrafts);

    site.deletion = 200;
    assert.strictEqual(await this.service.tick(model), null, "and again");
    await settled();
    assert.false(site.row!.data.includes("Plain"));
  });

  test("asks the site nothing where there was none (R9)", async function (this: Context, assert) {
    const { model, site } = this;
    assert.strictEqual(await this.service.tick(model), null);
    await settled();
    assert.deepEqual(site.log, []);
    assert.strictEqual(site.row, null);
  });
});
