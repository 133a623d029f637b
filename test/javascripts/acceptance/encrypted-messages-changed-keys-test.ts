import { click, fillIn, visit, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import { fingerprintText } from "discourse/plugins/discourse-encrypted-messages/discourse/identity/fingerprint-text";
import {
  parseEnvelope,
  rawToEnvelope,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/envelope";
import { openGrant } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import { extendRoster } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import {
  clearDevices,
  json,
  keepKeys,
  postedFields,
  type Request,
  serveIdentities,
  serveIdentitiesAfterJaneReset,
  userIdOf,
} from "../helpers/members";
import { memberNamed, serveOwnIdentity } from "../helpers/pages";
import { cardOf, cardsOf, identityOf } from "../helpers/people";
import type { Needs } from "../types/acceptance";

const BOX = "#encrypted-messages-toggle";
const TITLE = "#encrypted-messages-title";
const BODY = "#encrypted-messages-body";
const CHANGED = ".encrypted-messages-refusal";
const LOOK = "#reply-control .encrypted-messages-look-at-keys";
const SEND = "#reply-control .save-or-cancel .create";

interface Posted {
  raw: string;
  encrypted_entry: string;
  encrypted_keys: Record<string, string>;
}

acceptance(
  "Encrypted Messages | a recipient who has other keys by now",
  function (needs: Needs) {
    needs.user(memberNamed("pete"));
    needs.site({ encrypted_messages_title_placeholder: "Encrypted message" });

    let posted: Posted[] = [];

    needs.hooks.beforeEach(async () => {
      posted = [];
      await keepKeys("pete");
      serveOwnIdentity("pete");
      serveIdentities(["jane", "pete"]);
      pretender.post("/drafts.json", () =>
        json(200, { success: "OK", draft_sequence: 0 })
      );
      pretender.delete("/drafts/:key.json", () => json(200, { success: "OK" }));
      pretender.get("/drafts/:key.json", () =>
        json(200, { draft: null, draft_sequence: 0 })
      );
      pretender.post("/posts", (request) => {
        const fields: unknown = postedFields(request as unknown as Request);
        posted.push(fields as Posted);
        if (posted.length > 1) {
          return json(422, { errors: ["Not today"] });
        }
        // Jane has reset her encryption since her card was asked for
        serveIdentitiesAfterJaneReset();
        return json(409, { errors: ["Somebody has new keys"] });
      });
    });
    needs.hooks.afterEach(clearDevices);

    async function write(): Promise<void> {
      await visit("/new-message?username=jane");
      await waitFor(BOX);
      await click(BOX);
      await fillIn(TITLE, "A party for Mary");
      await fillIn(BODY, "Let us give a party for Mary on Friday");
    }

    async function newFingerprint(): Promise<string> {
      return fingerprintText((await cardOf("jane2")).fingerprint);
    }

    test("after a refusal by the site the text stays, it says who, and only consent sends it for the new keys (H6, R35)", async function (assert) {
      await write();
      await click(SEND);
      await waitFor(".dialog-body");
      assert.dom(".dialog-body").includesText("Somebody has new keys");
      await click(".dialog-footer .btn-primary");

      assert
        .dom(CHANGED)
        .hasAttribute("role", "alert")
        .hasText("jane has other keys than before.");
      assert.dom(BOX).isChecked();
      assert.dom(TITLE).hasValue("A party for Mary");
      assert.dom(BODY).hasValue("Let us give a party for Mary on Friday");
      await click(SEND);
      assert.strictEqual(posted.length, 1, "nothing more is sent");

      await click(LOOK);
      assert
        .dom(".dialog-body")
        .includesText("Ask them in another way, and compare the fingerprint");
      assert.dom(".dialog-body code").hasText(await newFingerprint());
      await click(".dialog-footer .btn-default");
      await click(SEND);
      assert.strictEqual(posted.length, 1, "looking is no consent");

      await click(LOOK);
      await click(".dialog-footer .btn-primary");
      assert.dom(CHANGED).doesNotExist();
      await click(SEND);
      await waitFor(".dialog-body");
      assert.strictEqual(posted.length, 2);

      const [, { encrypted_keys: grants, encrypted_entry: entry, raw }] =
        posted as [Posted, Posted];
      const { conversationId: id } = parseEnvelope(rawToEnvelope(raw)).place;
      const key = await openGrant(grants[userIdOf("jane")]!, {
        epoch: 1,
        member: await identityOf("jane2"),
        granter: [await cardOf("pete")],
        roster: await extendRoster(null, id, [entry], cardsOf),
      });
      assert.strictEqual(key.conversationId, id);
    });

    test("a site that changes a card and refuses nothing gets nothing sent for it (H6, R20)", async function (assert) {
      await write();
      serveIdentitiesAfterJaneReset();
      await click(SEND);

      assert.strictEqual(posted.length, 0);
      assert.dom(CHANGED).includesText("jane has other keys than before");
      assert.dom(BODY).hasValue("Let us give a party for Mary on Friday");
    });

    test("the box is ticked by hand before the member has agreed, so that no text is saved in the clear meanwhile (H6, R9)", async function (assert) {
      await write();
      await click(BOX);
      await click(".dialog-footer .btn-danger");
      serveIdentitiesAfterJaneReset();
      await click(BOX);

      assert.dom(BOX).isChecked();
      assert.dom(CHANGED).includesText("jane has other keys than before");
      await click(SEND);
      assert.strictEqual(posted.length, 0);
    });

    test("a site that says somebody has no keys any more neither unticks the box nor gets the text (H6, R9)", async function (assert) {
      await write();
      serveIdentities(["pete"]);
      await click(SEND);

      assert.dom(BOX).isChecked();
      assert.dom(".encrypted-messages-refusal").includesText("enabled: jane");
      assert.dom(BODY).hasValue("Let us give a party for Mary on Friday");
      await click(SEND);
      assert.strictEqual(posted.length, 0);

      await click(BOX);
      await click(".dialog-footer .btn-danger");
      assert.dom(BOX).isNotChecked();
    });
  }
);
