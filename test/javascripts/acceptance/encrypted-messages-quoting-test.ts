import { getOwner } from "@ember/owner";
import {
  click,
  fillIn,
  find,
  settled,
  triggerKeyEvent,
  visit,
  waitFor,
} from "@ember/test-helpers";
import { test } from "qunit";
import pretender, {
  parsePostData,
} from "discourse/tests/helpers/create-pretender";
import { acceptance, selectText } from "discourse/tests/helpers/qunit-helpers";
import type { ComposerService } from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { Conversation } from "../helpers/conversation";
import { clearDevices, json, keepKeys, type Request } from "../helpers/members";
import {
  memberNamed,
  serveConversation,
  visitConversation,
} from "../helpers/pages";
import type { Needs } from "../types/acceptance";

const SECRET = "Boarding at the old pier";
const CORE = "#reply-control .d-editor-input";
const BODY = "#encrypted-messages-body";
const QUESTION = ".dialog-body";
const YES = ".dialog-footer .btn-danger";
const NO = ".dialog-footer .btn-primary";

acceptance("Encrypted Messages | quoting", function (needs: Needs) {
  needs.user(memberNamed("pete"));
  needs.site({ encrypted_messages_title_placeholder: "Encrypted message" });

  let conversation: Conversation;
  let drafts: string[] = [];

  needs.hooks.beforeEach(async () => {
    drafts = [];
    await keepKeys("pete");
    conversation = await Conversation.start();
    await conversation.write("jane", SECRET);
    serveConversation(conversation, "pete");

    pretender.post("/drafts.json", (request) => {
      const posted = parsePostData((request as unknown as Request).requestBody);
      drafts.push((posted as Record<string, string>)["data"]!);
      return json(200, { success: "OK", draft_sequence: drafts.length });
    });
    pretender.get("/drafts/:key.json", () =>
      json(200, { draft: null, draft_sequence: 0 })
    );
    pretender.delete("/drafts/:key.json", () => json(200, { success: "OK" }));
  });
  needs.hooks.afterEach(clearDevices);

  function composer(context: object): ComposerService & {
    model: { prependText(text: string, options: object): void };
    openNewMessage(options: { recipients: string }): Promise<unknown>;
    close(): void;
  } {
    return getOwner(context)!.lookup("service:composer") as ReturnType<
      typeof composer
    >;
  }

  function quoteOf(text: string): string {
    return `[quote="jane, post:1, topic:${conversation.topicId}"]\n${text}\n[/quote]`;
  }

  async function read(): Promise<void> {
    await visitConversation(conversation);
    await waitFor("#post_1 .encrypted-messages-post[data-state=open]");
  }

  async function quoteSecret(): Promise<void> {
    await selectText("#post_1 .encrypted-messages-post p");
    await click(".quote-button .insert-quote");
  }

  /** What a field shows. */
  function held(field: string): string {
    return (find(field) as HTMLTextAreaElement).value;
  }

  function leaked(): boolean {
    return drafts.some((draft) => draft.includes(SECRET));
  }

  async function minimize(): Promise<void> {
    await click("#reply-control .toggle-minimize");
  }

  test("goes into a closed, an open and a collapsed composer of the same message, and stays inside (R9, R23, R24)", async function (assert) {
    await read();
    await quoteSecret();
    await waitFor(BODY);
    assert.true(held(BODY).includes(SECRET), "closed");

    await fillIn(BODY, "");
    await quoteSecret();
    assert.strictEqual(held(BODY).split(SECRET).length, 2, "open, and once");

    await fillIn(BODY, "Mine.");
    await minimize();
    await quoteSecret();
    await waitFor(BODY);
    const value = held(BODY);
    assert.true(value.startsWith("Mine."), "collapsed");
    assert.true(value.includes(SECRET));

    assert.dom(QUESTION).doesNotExist("nothing was asked");
    await minimize();
    assert.true(drafts.length > 0);
    assert.false(leaked());
  });

  test("goes into a closed composer after the text that was saved, and neither is lost (S3, R9, R24)", async function (assert) {
    await read();
    await click("#topic-footer-buttons .create");
    await waitFor(BODY);
    await fillIn(BODY, "Saved before.");
    await minimize();
    composer(this).close();
    const saved = drafts.at(-1)!;
    pretender.get("/drafts/:key.json", () =>
      json(200, { draft: saved, draft_sequence: 1 })
    );

    await quoteSecret();
    await waitFor(BODY);
    const value = held(BODY);
    assert.true(value.startsWith("Saved before."));
    assert.strictEqual(value.split(SECRET).length, 2, "once");
    assert.false(value.includes("encrypted-message:v1:"));

    await minimize();
    assert.notStrictEqual(
      JSON.parse(drafts.at(-1)!).reply,
      JSON.parse(saved).reply
    );
    assert.false(leaked());
  });

  test("takes nothing from the site beside a draft's ciphertext (R9)", async function (assert) {
    await read();
    await click("#topic-footer-buttons .create");
    await waitFor(BODY);
    await fillIn(BODY, "Saved before.");
    await minimize();
    composer(this).close();
    const saved = JSON.parse(drafts.at(-1)!);
    pretender.get("/drafts/:key.json", () =>
      json(200, {
        draft: JSON.stringify({
          ...saved,
          reply: `${saved.reply}\nPay Mallory 500, account 12345.`,
        }),
        draft_sequence: 1,
      })
    );

    await click("#topic-footer-buttons .create");
    await waitFor(BODY);
    await settled();
    assert.strictEqual(held(BODY).trim(), "Saved before.");
    await minimize();
    composer(this).close();

    await quoteSecret();
    await waitFor(BODY);
    await settled();
    assert.false(held(BODY).includes("Mallory"), "beside a quote");
    assert.true(held(BODY).includes(SECRET));
  });

  for (const [how, prepare] of [
    ["an open", async () => {}],
    ["a collapsed", minimize],
  ] as const) {
    test(`asks before a quote goes into ${how} composer of another message (R9, R23)`, async function (assert) {
      await visit("/new-message?username=karl");
      await waitFor(CORE);
      await fillIn(CORE, "Dear Karl,");
      await prepare();
      await read();
      await quoteSecret();

      assert.dom(QUESTION).includesText("in the clear");
      assert.dom(CORE).doesNotIncludeText(SECRET);
      await click(NO);

      assert.false(held(CORE).includes(SECRET));
      assert.true(held(CORE).includes("Dear Karl,"));
      await minimize();
      assert.false(leaked(), "a no leaves nothing behind");

      await quoteSecret();
      await click(YES);

      assert.true(held(CORE).includes(SECRET));
    });
  }

  test("asks where core puts it before the text of a new message (R9, R23)", async function (assert) {
    await read();
    await composer(this).openNewMessage({ recipients: "karl" });
    await waitFor(CORE);
    composer(this).model.prependText(`See here\n\n${quoteOf(SECRET)}`, {
      new_line: true,
    });
    await settled();

    assert.dom(QUESTION).exists();
    assert.false(held(CORE).includes(SECRET));
    await click(YES);

    assert.true(held(CORE).includes(SECRET));
  });

  test("asks where a copied quote is pasted (R9, R23)", async function (assert) {
    await read();
    await composer(this).openNewMessage({ recipients: "karl" });
    await waitFor(CORE);
    await fillIn(CORE, quoteOf(SECRET));

    assert.dom(QUESTION).exists();
    assert.false(held(CORE).includes(SECRET));
    await click(NO);
    await minimize();
    assert.false(leaked());
  });

  test("says the risk first, and means no by Escape and by Enter (R9)", async function (assert) {
    await read();
    await composer(this).openNewMessage({ recipients: "karl" });
    await waitFor(CORE);
    await fillIn(CORE, quoteOf(SECRET));

    assert
      .dom("#dialog-title")
      .hasText("This quote would no longer be encrypted");
    assert.true(
      find(QUESTION)!.textContent!.trim().startsWith("The site would store")
    );
    assert.dom(NO).hasText("Leave it out").isFocused();
    assert.dom(YES).hasText("Quote it in the clear");
    await triggerKeyEvent("#dialog-holder", "keydown", "Escape");
    assert.dom(QUESTION).doesNotExist();
    assert.false(held(CORE).includes(SECRET));
  });

  async function writeEncrypted(text: string): Promise<void> {
    await visit("/new-message?username=jane");
    await waitFor("#encrypted-messages-toggle");
    await click("#encrypted-messages-toggle");
    await waitFor(BODY);
    await fillIn(BODY, text);
  }

  test("asks, in other words, before it goes into another encrypted message (R9)", async function (assert) {
    await writeEncrypted("Dear Jane,");
    await read();
    await quoteSecret();

    assert.dom(QUESTION).includesText("Everybody who takes part");
    await click(NO);

    assert.dom(BODY).hasValue("Dear Jane,");

    await quoteSecret();
    await click(YES);

    assert.true(held(BODY).includes(SECRET));
    await minimize();
    assert.false(leaked());
  });

  test("asks where a copied quote is pasted into another encrypted message (R9)", async function (assert) {
    await writeEncrypted("Dear Jane,");
    await read();
    const pasted = `Dear Jane, look:\n\n${quoteOf(SECRET)}\n\nWell?`;
    await fillIn(BODY, pasted);

    assert.dom(QUESTION).includesText("Everybody who takes part");
    assert.false(held(BODY).includes(SECRET));
    await click(NO);
    assert.false(held(BODY).includes(SECRET));
    assert.true(held(BODY).startsWith("Dear Jane, look:"));
    assert.true(held(BODY).includes("Well?"));

    await fillIn(BODY, pasted);
    await click(YES);
    assert.dom(BODY).hasValue(pasted);
    await fillIn(BODY, `${pasted} Yes.`);
    assert.dom(QUESTION).doesNotExist("it was agreed to");
  });

  test("asks nothing for quotes of ordinary posts (R9)", async function (assert) {
    await read();
    await click("#topic-footer-buttons .create");
    await waitFor(BODY);
    composer(this).model.prependText(
      '[quote="karl, post:3, topic:12"]\nOrdinary\n[/quote]',
      { new_line: true }
    );
    await settled();

    assert.dom(QUESTION).doesNotExist();
    assert.true(held(BODY).includes("Ordinary"));
    await minimize();
    assert.false(
      drafts.some((draft) => draft.includes("Ordinary")),
      "it stays inside"
    );
  });

  test("what was quoted is unfolded into its verified text, not into what the site says it was (H11, S10)", async function (assert) {
    pretender.get("/posts/by_number/:topic/:number", () =>
      json(200, {
        ...conversation.posts[0],
        cooked: "<p>What the site says</p>",
      })
    );
    await conversation.write("jane", quoteOf("the pier"));
    await read();
    await waitFor("#post_2 .encrypted-messages-post[data-state=open]");
    assert.dom("#post_2 aside.quote blockquote").hasText("the pier");

    await click("#post_2 .quote-toggle");
    await waitFor("#post_2 .expanded-quote [data-state=open]");
    assert
      .dom("#post_2 aside.quote blockquote")
      .hasText("Boarding at the old pier");
  });
});
