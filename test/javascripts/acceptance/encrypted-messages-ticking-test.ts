import {
  click,
  fillIn,
  find,
  settled,
  visit,
  waitFor,
  waitUntil,
} from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import {
  clearDevices,
  json,
  keepKeys,
  serveIdentities,
  userIdOf,
} from "../helpers/members";
import { memberNamed } from "../helpers/pages";
import type { Needs } from "../types/acceptance";
import { people } from "../vendor/vectors";

const BOX = "#encrypted-messages-toggle";
const TITLE = "#encrypted-messages-title";
const BODY = "#encrypted-messages-body";
const REFUSAL = ".encrypted-messages-refusal";

acceptance(
  "Encrypted Messages | ticked by default and by hand",
  function (needs: Needs) {
    needs.user(memberNamed("jane"));
    needs.settings({ encrypted_messages_by_default: true });
    needs.site({ encrypted_messages_title_placeholder: "Encrypted message" });

    needs.hooks.beforeEach(async () => {
      await keepKeys("jane");
      pretender.post("/drafts.json", () => json(200, { draft_sequence: 1 }));
      pretender.get("/drafts/:key.json", () =>
        json(200, { draft: null, draft_sequence: 0 })
      );
      pretender.delete("/drafts/:key.json", () => json(200, { success: "OK" }));
    });
    needs.hooks.afterEach(clearDevices);

    /** Answers the look-ups of Pete's card one after the other, as they are let. */
    function serveOneByOne(): (() => void)[] {
      const answers: (() => void)[] = [];
      const identities = [
        {
          user_id: userIdOf("pete"),
          username: "pete",
          card: people["pete"]!.card,
        },
      ];
      pretender.get("/encrypted-messages/identities.json", (async () => {
        await new Promise<void>((resolve) => answers.push(resolve));
        return json(200, { identities, missing: [] });
      }) as unknown as Parameters<typeof pretender.get>[1]);
      return answers;
    }

    test("keeps what was typed where the box is clicked while the default is looked up (R9, R13)", async function (assert) {
      const answers = serveOneByOne();
      void visit("/new-message?username=pete");
      await waitUntil(() => answers.length === 1 && find(BOX));
      (find(BOX) as HTMLInputElement).click();
      await waitUntil(() => answers.length === 2);

      answers[0]!();
      const body = (await waitFor(BODY)) as HTMLTextAreaElement;
      body.value = "Meet me at eight";
      body.dispatchEvent(new Event("input", { bubbles: true }));
      await waitUntil(() => find("#reply-control .d-editor-input") !== null);
      await waitUntil(() =>
        (find(".d-editor-input") as HTMLTextAreaElement).value.startsWith(
          "encrypted-message:"
        )
      );
      answers[1]!();
      await settled();
      assert.dom(BODY).hasValue("Meet me at eight");
    });

    test("goes on saying what is in the way where the member keeps it encrypted after all (R2, R13)", async function (assert) {
      serveIdentities(["pete"]);
      await visit("/new-message?username=pete,karl");
      await waitFor(BODY);
      await fillIn(TITLE, "A party for Mary");
      await fillIn(BODY, "Let us give a party for Mary on Friday");
      assert.dom(REFUSAL).includesText("enabled: karl");

      await click(BOX);
      await click(".dialog-footer .btn-primary");
      assert.dom(BOX).isChecked();
      assert.dom(REFUSAL).includesText("enabled: karl");
    });
  }
);
