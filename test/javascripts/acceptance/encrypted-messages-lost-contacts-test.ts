import { click, fillIn, visit, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import type { AddressBookSite } from "../helpers/address-book";
import {
  clearDevices,
  json,
  serveAddressBook,
  serveIdentities,
  userIdOf,
} from "../helpers/members";
import {
  keepKeys,
  memberNamed,
  serveOwnIdentity,
  serveProfile,
} from "../helpers/pages";
import { cardOf } from "../helpers/people";
import { serveDrafts } from "../helpers/roster-site";
import type { Needs } from "../types/acceptance";

const ALARM = "#reply-control .encrypted-messages-lost-contacts";
const SEND = "#reply-control .save-or-cancel .create";
const REFUSAL = ".encrypted-messages-refusal";

acceptance("Encrypted Messages | lost contacts", function (needs: Needs) {
  needs.user(memberNamed("jane"));
  needs.site({ encrypted_messages_title_placeholder: "Encrypted message" });

  let site: AddressBookSite;

  needs.hooks.beforeEach(async () => {
    await keepKeys("jane");
    serveOwnIdentity();
    serveDrafts();
    serveIdentities(["pete"]);
    serveProfile("jane");
    site = serveAddressBook("jane");
  });
  needs.hooks.afterEach(clearDevices);

  async function compose(): Promise<void> {
    await visit("/new-message?username=pete");
    await waitFor("#encrypted-messages-toggle");
    await fillIn(".d-editor-input", "A text that stays");
    await click("#encrypted-messages-toggle");
  }

  test("nothing is written to anybody, the text stays, and trying again helps once the site has it", async function (assert) {
    site.fault = { status: 404 };
    await compose();
    assert
      .dom(ALARM)
      .hasAttribute("role", "alert")
      .includesText("The site has lost what you knew of other people’s keys");
    assert.dom(REFUSAL).includesText("Nothing is sent until that is settled.");
    assert.dom(`${ALARM} .encrypted-messages-put-contacts-back`).doesNotExist();

    await click(`${ALARM} .encrypted-messages-look-again`);
    assert.dom(ALARM).exists("still lost");
    site.fault = null;
    await click(`${ALARM} .encrypted-messages-look-again`);
    assert.dom(ALARM).doesNotExist();
    assert.dom(REFUSAL).doesNotExist();
    await click("#encrypted-messages-toggle");
    assert.dom("#encrypted-messages-body").hasValue("A text that stays");
  });

  test("who begins anew is asked first", async function (assert) {
    site.lose();
    await compose();
    await click(`${ALARM} .encrypted-messages-begin-anew`);
    assert.dom(".dialog-body").includesText("Nobody will be verified any more");
    await click(".dialog-footer .btn-default");
    assert.deepEqual(site.writes, []);

    await click(`${ALARM} .encrypted-messages-begin-anew`);
    await click(".dialog-footer .btn-danger");
    assert.dom(ALARM).doesNotExist();
    assert.deepEqual(site.writes, [["0"]]);
  });

  test("where there is no room for another one, nothing is sent to them, and beginning anew makes room", async function (assert) {
    const pete = userIdOf("pete");
    const { fingerprint } = await cardOf("pete");
    const others = Array.from({ length: 192 }, (_, at) => ({
      userId: pete + 32 * (at + 1),
      fingerprint,
      publication: 0,
      standing: "seen" as const,
      name: "",
    }));
    await site.write(...others);
    const posted: unknown[] = [];
    pretender.post("/posts", (request) => {
      posted.push(request);
      return json(422, { errors: ["Not today"] });
    });
    await compose();
    await fillIn("#encrypted-messages-title", "A party for Mary");
    await click(SEND);

    assert
      .dom(ALARM)
      .hasAttribute("role", "alert")
      .includesText("no room is left for the keys of somebody new");
    assert.dom(REFUSAL).includesText("Nothing is sent until that is settled.");
    assert.dom("#encrypted-messages-body").hasValue("A text that stays");
    assert.deepEqual(posted, []);
    assert.dom(`${ALARM} button`).exists({ count: 1 });

    await click(`${ALARM} .encrypted-messages-begin-anew`);
    await click(".dialog-footer .btn-danger");
    assert.dom(ALARM).doesNotExist();
    assert.dom("#encrypted-messages-body").hasValue("A text that stays");
    await click(SEND);
    assert.strictEqual(posted.length, 1);
    assert.true((await site.read()).contacts.has(pete));
  });

  test("in the preferences the focus stays at the alarm, and goes to what is said of the keys after it", async function (assert) {
    site.fault = { status: 404 };
    await compose();
    await visit("/u/jane/preferences/security");
    const again =
      ".encrypted-messages-preferences .encrypted-messages-look-again";
    await waitFor(again);
    await click(again);
    assert.dom(again).isFocused();

    site.fault = null;
    await click(again);
    assert.dom(again).doesNotExist();
    assert.dom(".encrypted-messages-status").isFocused();
  });
});
