import { click, fillIn, find, visit, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import {
  parseEnvelope,
  rawToEnvelope,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/envelope";
import { openGrant } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/grant";
import { extendRoster } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import { cardAfter } from "../helpers/further-keys";
import {
  clearDevices,
  json,
  keepKeys,
  postedFields,
  type Request,
  serveCards,
  serveIdentities,
  serveIdentitiesAfterJaneReset,
  userIdOf,
} from "../helpers/members";
import { memberNamed, serveOwnIdentity } from "../helpers/pages";
import { cardOf, cardsOf, identityOf } from "../helpers/people";
import type { Needs } from "../types/acceptance";
import { people } from "../vendor/vectors";

const BOX = "#encrypted-messages-toggle";
const TITLE = "#encrypted-messages-title";
const BODY = "#encrypted-messages-body";
const STOP = "#reply-control .encrypted-messages-keys-stop";
const COMPARE = `${STOP} .encrypted-messages-compare`;
const NUMBERS = ".encrypted-messages-number-modal";
const SEND = "#reply-control .save-or-cancel .create";

const OTHER_KEYS =
  "jane has other keys than before. Perhaps jane has reset encryption; perhaps somebody else is posing as jane. Nothing is sent here until you decide.";

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

    test("after a refusal by the site the text stays, it says who, and only consent sends it for the new keys (H6, R35)", async function (assert) {
      await write();
      await click(SEND);
      await waitFor(".dialog-body");
      assert.dom(".dialog-body").includesText("Somebody has new keys");
      await click(".dialog-footer .btn-primary");

      assert.dom(STOP).hasAttribute("role", "status").hasClass("alert-warning");
      assert.dom(`${STOP} span`).hasText(OTHER_KEYS);
      assert.dom(SEND).hasAria("describedby", find(STOP)!.id);
      assert.dom(BOX).isChecked();
      assert.dom(TITLE).hasValue("A party for Mary");
      assert.dom(BODY).hasValue("Let us give a party for Mary on Friday");
      await click(SEND);
      assert.strictEqual(posted.length, 1, "nothing more is sent");

      await click(COMPARE);
      assert
        .dom(NUMBERS)
        .includesText("is another one than before because jane has new keys");
      await click(`${NUMBERS} .modal-close`);
      await click(SEND);
      assert.strictEqual(posted.length, 1, "looking is no consent");

      await click(COMPARE);
      await click(`${NUMBERS} .encrypted-messages-use-uncompared`);
      assert.dom(STOP).doesNotExist();
      assert.dom(SEND).doesNotHaveAttribute("aria-describedby");
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
      assert.dom(STOP).includesText("jane has other keys than before");
      assert.dom(BODY).hasValue("Let us give a party for Mary on Friday");

      await click(`${STOP} .encrypted-messages-without`);
      assert.dom(STOP).doesNotExist();
      assert.dom("#reply-control .users-input").doesNotIncludeText("jane");
      assert.dom(BODY).hasValue("Let us give a party for Mary on Friday");
    });

    test("the box is ticked by hand before the member has agreed, so that no text is saved in the clear meanwhile (H6, R9)", async function (assert) {
      await write();
      await click(BOX);
      await click(".dialog-footer .btn-danger");
      serveIdentitiesAfterJaneReset();
      await click(BOX);

      assert.dom(BOX).isChecked();
      assert.dom(STOP).includesText("jane has other keys than before");
      await click(SEND);
      assert.strictEqual(posted.length, 0);
    });

    test("a recipient whose keys have vouched for two is an alarm, and can only be taken out (attack)", async function (assert) {
      await write();
      pretender.post("/posts", (request) => {
        posted.push(
          postedFields(request as unknown as Request) as unknown as Posted
        );
        return json(422, { errors: ["Not today"] });
      });
      const { card } = people.jane!;
      serveCards("jane", [await cardAfter("jane"), card]);
      await click(SEND);
      assert.strictEqual(posted.length, 1, "the first are followed");
      await click(".dialog-footer .btn-primary");

      serveCards("jane", [await cardAfter("jane"), card]);
      await click(SEND);
      assert.strictEqual(posted.length, 1);
      assert.dom(STOP).hasAttribute("role", "alert").hasClass("alert-error");
      assert
        .dom(`${STOP} span`)
        .hasText(
          "Two different keys claim to be the new ones of jane. At least one of them is false, so neither is used. Ask jane in another way, and write nothing here until then."
        );
      assert
        .dom(`${STOP} button`)
        .exists({ count: 1 })
        .hasText("Take jane out");
      assert.dom(BODY).hasValue("Let us give a party for Mary on Friday");
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
