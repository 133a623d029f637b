import type Owner from "@ember/owner";
import {
  click,
  fillIn,
  findAll,
  visit,
  waitFor,
  waitUntil,
} from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import type { Contact } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/address-book";
import type { ComposerService } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { AddressBookSite } from "../helpers/address-book";
import { Conversation } from "../helpers/conversation";
import {
  choose,
  MODAL,
  openDialog,
  SUBMIT,
  visitAs,
} from "../helpers/inviting";
import {
  clearDevices,
  json,
  keepKeys,
  type Name,
  postedFields,
  type Request,
  userIdOf,
} from "../helpers/members";
import { serveNames, signedName } from "../helpers/names";
import {
  memberNamed,
  serveConversation,
  serveOwnIdentity,
  visitConversation,
} from "../helpers/pages";
import { cardOf } from "../helpers/people";
import { serveDrafts } from "../helpers/roster-site";
import type { Needs } from "../types/acceptance";

const BOX = "#encrypted-messages-toggle";
const BODY = "#encrypted-messages-body";
const SEND = "#reply-control .save-or-cancel .create";
const STOP = ".encrypted-messages-keys-stop";
const MEAN = `${STOP} .encrypted-messages-mean`;
const TEXT = "Let us give a party for Mary on Friday";

/** As Pete's address book knows somebody. */
async function contact(
  person: Name,
  { name = person as string, ...changed }: Partial<Contact> = {}
): Promise<Contact> {
  const { userId, fingerprint } = await cardOf(person);
  const known = { userId, fingerprint, publication: 5, name };
  return { ...known, standing: "seen", ...changed };
}

acceptance("Encrypted Messages | namesakes", function (needs: Needs) {
  let book: AddressBookSite;
  let posted: { encrypted_keys: Record<string, string> }[];

  needs.user(memberNamed("pete"));
  needs.site({ encrypted_messages_title_placeholder: "Encrypted message" });
  needs.hooks.beforeEach(async () => {
    posted = [];
    await keepKeys("pete");
    serveOwnIdentity("pete");
    book = AddressBookSite.current!;
    serveDrafts();
    pretender.post("/posts", (request) => {
      const fields: unknown = postedFields(request as unknown as Request);
      posted.push(fields as (typeof posted)[number]);
      return json(422, { errors: ["Not today"] });
    });
  });
  needs.hooks.afterEach(clearDevices);

  const known = async (person: Name) =>
    (await book.read()).contacts.get(userIdOf(person));

  async function writeTo(username: string): Promise<void> {
    // core goes on from there to somewhere else
    await visit(`/new-message?username=${username}`).catch(() => {});
    await waitFor(BOX);
    await click(BOX);
    await fillIn("#encrypted-messages-title", "A party for Mary");
    await fillIn(BODY, TEXT);
    await click(SEND);
  }

  /** In the composer that is open. */
  async function writeInsteadTo(owner: Owner, username: string): Promise<void> {
    const { model } = owner.lookup("service:composer") as ComposerService;
    model!.set("targetRecipients", username);
    await click(SEND);
  }

  test("a recipient by the name of somebody whom one knows is asked about once (attack)", async function (assert) {
    serveNames({ jane: { username: "janet" }, mallory: { username: "jane" } });
    await book.write(await contact("jane"));
    await writeTo("jane");

    assert.strictEqual(posted.length, 0);
    assert
      .dom(`${STOP} span`)
      .hasText(
        "This is another jane than the one you know, whom the site now calls janet."
      );
    assert.dom(STOP).hasAttribute("role", "status").hasClass("alert-warning");
    assert.deepEqual(
      findAll(`${STOP} button`).map((button) => button.textContent!.trim()),
      ["Take jane out", "This is the one I mean"]
    );
    await click(SEND);
    assert.strictEqual(posted.length, 0);
    assert.strictEqual(await known("mallory"), undefined);

    await click(MEAN);
    assert.dom(STOP).doesNotExist();
    assert.dom(BODY).hasValue(TEXT);
    await click(SEND);
    assert.strictEqual(posted.length, 1);
    assert.deepEqual(
      Object.keys(posted[0]!.encrypted_keys).map(Number).sort(),
      [userIdOf("pete"), userIdOf("mallory")].sort()
    );
    assert.strictEqual((await known("mallory"))?.name, "jane");
    assert.strictEqual((await known("jane"))?.name, "jane");
    await click(".dialog-footer .btn-primary");

    await click(SEND);
    assert.dom(STOP).doesNotExist();
    assert.strictEqual(posted.length, 2);
  });

  test("two whom one knows, whose names the site exchanges, are asked about (attack)", async function (assert) {
    serveNames({
      jane: { username: "mallory", name: await signedName("jane") },
      mallory: { username: "jane", name: await signedName("mallory") },
    });
    await book.write(await contact("jane"), await contact("mallory"));
    await writeTo("jane");

    assert.strictEqual(posted.length, 0);
    assert
      .dom(`${STOP} span`)
      .hasText(
        "This is another jane than the one you know, whom the site now calls mallory. This one you know as mallory."
      );
    await click(MEAN);
    await click(SEND);
    assert.strictEqual(posted.length, 1);
    await click(".dialog-footer .btn-primary");
    const { name, publication, otherNames } = (await known("mallory"))!;
    assert.deepEqual(
      [name, publication, otherNames],
      ["mallory", 5, ["jane"]],
      "what was signed stays"
    );

    await click(SEND);
    assert.dom(STOP).doesNotExist();
    assert.strictEqual(posted.length, 2);
    await click(".dialog-footer .btn-primary");

    await writeInsteadTo(this.owner, "mallory");
    assert.strictEqual(posted.length, 2);
    assert.dom(STOP).includesText("This is another mallory");
  });

  test("a name that somebody had before is asked about, too", async function (assert) {
    serveNames({
      jane: { username: "janet", name: await signedName("jane", "janet", 6) },
      mallory: { username: "jane" },
    });
    await book.write(await contact("jane"));
    await writeTo("janet");
    assert.strictEqual(posted.length, 1, "the rename itself is no question");
    await click(".dialog-footer .btn-primary");
    await waitUntil(async () => (await known("jane"))?.name === "janet");

    await writeInsteadTo(this.owner, "jane");
    assert.strictEqual(posted.length, 1);
    assert
      .dom(`${STOP} span`)
      .hasText(
        "This is another jane than the one you know, who is now called janet."
      );
    await click(`${STOP} .encrypted-messages-without`);
    assert.dom(STOP).doesNotExist();
    assert.dom("#reply-control .users-input").doesNotIncludeText("jane");
  });

  test("somebody who is to be added by the name of another is asked about (attack)", async function (assert) {
    await book.write(await contact("jane", { userId: 77, name: "karl" }));
    await visitAs("pete");
    serveNames({ mallory: { username: "karl" } });
    await openDialog();
    await choose("karl");
    await waitFor(`${MODAL} ${STOP}`);
    assert
      .dom(`${MODAL} ${STOP} span`)
      .hasText("This is another karl than the one you know.");
    assert.dom(SUBMIT).isDisabled();
    await click(`${MODAL} ${MEAN}`);
    await waitFor(SUBMIT);
    assert.dom(STOP).doesNotExist();
    assert.dom(SUBMIT).isEnabled();
  });

  test("whoever takes part by the name of somebody whom one knows is asked about once, before anything is written (attack)", async function (assert) {
    const conversation = await Conversation.start({
      starter: "mallory",
      member: "pete",
    });
    Object.assign(await conversation.write("mallory", "By Mallory"), {
      username: "jane",
    });
    serveConversation(conversation, "pete");
    serveNames({ mallory: { username: "jane" } });
    await book.write(await contact("jane"));

    await visitConversation(conversation);
    await waitFor("#post_1 .encrypted-messages-post[data-state=open]");
    await waitFor(STOP);
    assert
      .dom(`${STOP} span`)
      .hasText("This is another jane than the one you know.");
    assert.deepEqual(
      findAll(`${STOP} button`).map((button) => button.textContent!.trim()),
      ["Go on without jane", "This is the one I mean"]
    );
    await waitUntil(async () => (await known("mallory")) !== undefined);
    assert.strictEqual((await known("mallory"))?.name, "", "not jane's");

    await click("#topic-footer-buttons .create");
    await waitFor(BODY);
    await fillIn(BODY, TEXT);
    await click(SEND);
    assert.strictEqual(posted.length, 0);
    assert.dom(`#reply-control ${STOP}`).exists();

    await click(`#reply-control ${MEAN}`);
    assert.dom(STOP).doesNotExist();
    assert.strictEqual((await known("mallory"))?.name, "jane");
    await click(SEND);
    assert.strictEqual(posted.length, 1);
    await click(".dialog-footer .btn-primary");

    await visitConversation(conversation);
    await waitFor("#post_1 .encrypted-messages-post[data-state=open]");
    assert.dom(STOP).doesNotExist();
  });

  test("two who take part, whose names the site exchanges, are asked about before anything is written (attack)", async function (assert) {
    const conversation = await Conversation.start({ others: ["mallory"] });
    Object.assign(await conversation.write("jane", "By Jane"), {
      username: "mallory",
    });
    conversation.details = {
      allowed_users: [
        { id: userIdOf("jane"), username: "mallory" },
        { id: userIdOf("pete"), username: "pete" },
        { id: userIdOf("mallory"), username: "jane" },
      ],
    };
    serveConversation(conversation, "pete");
    serveNames({});
    await book.write(await contact("jane"), await contact("mallory"));
    await visitConversation(conversation);
    await waitFor("#post_1 .encrypted-messages-post[data-state=open]");
    for (const [name, mean] of [
      ["mallory", "jane"],
      ["jane", "mallory"],
    ]) {
      await waitFor(STOP);
      assert.dom(`${STOP} span`).includesText(`another ${name} than`);
      assert.dom(`${STOP} span`).includesText(`you know as ${mean}.`);
      await click(MEAN);
    }
    assert.dom(STOP).doesNotExist();
  });

  test("nobody is asked about whose name is theirs alone, however it is written", async function (assert) {
    serveNames({ jane: { username: "Jane", name: await signedName("jane") } });
    await book.write(
      await contact("jane"),
      await contact("mallory", { name: "" })
    );
    await writeTo("jane");
    assert.dom(STOP).doesNotExist();
  });
});
