import type Owner from "@ember/owner";
import { getOwner } from "@ember/owner";
import {
  click,
  fillIn,
  find,
  findAll,
  settled,
  waitFor,
  waitUntil,
} from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import type DirectoryService from "discourse/plugins/discourse-encrypted-messages/discourse/late-services/encrypted-messages-directory";
import { newestEntry } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import { AddressBookSite } from "../helpers/address-book";
import { Conversation } from "../helpers/conversation";
import { cardAfter } from "../helpers/further-keys";
import {
  clearDevices,
  json,
  keepKeys,
  type Name,
  serveCards,
  serveIdentitiesAfterPeteRotated,
  userIdOf,
} from "../helpers/members";
import {
  memberNamed,
  serveConversation,
  serveOwnIdentity,
  visitConversation,
} from "../helpers/pages";
import { cardOf } from "../helpers/people";
import { serveDrafts, serveEntries } from "../helpers/roster-site";
import { serviceOf } from "../helpers/served-topic";
import type { Needs } from "../types/acceptance";
import { people } from "../vendor/vectors";

const RESET = [people.jane2!.card, people.jane!.card];

const STOP = ".encrypted-messages-keys-stop";
const NUMBERS = ".encrypted-messages-number-modal";
const BODY = "#encrypted-messages-body";
const SEND = "#reply-control .save-or-cancel .create";
const TEXT = "Let us give a party for Mary on Friday";
const NOTE = ".encrypted-messages-unconfirmed";

const lines = () =>
  findAll(".encrypted-messages-people-line").map((line) =>
    line.textContent!.trim()
  );

/** @returns what was sent as a post, none of which is taken */
function refusePosts(): unknown[] {
  const posted: unknown[] = [];
  pretender.post("/posts", (request) => {
    posted.push(request);
    return json(422, { errors: ["Not today"] });
  });
  return posted;
}

acceptance(
  "Encrypted Messages | others who have other keys by now",
  function (needs: Needs) {
    let conversation: Conversation;

    needs.user(memberNamed("pete"));
    needs.hooks.beforeEach(async () => {
      await keepKeys("pete");
      conversation = await Conversation.start({ others: ["mallory"] });
      await conversation.write("jane", "By Jane");
    });
    needs.hooks.afterEach(clearDevices);

    async function read(): Promise<void> {
      await visitConversation(conversation);
      await waitFor("#post_1 .encrypted-messages-post[data-state=open]");
    }

    /** As the page does before it writes anew who takes part. */
    async function lookAgain(owner: Owner): Promise<void> {
      const directory = serviceOf<DirectoryService>(owner, "directory");
      await directory.shownHistoryOf(userIdOf("jane"));
    }

    function serve(): void {
      serveConversation(conversation, "pete");
      serveOwnIdentity("pete");
    }

    test("nothing is said of those who have the same keys, nor of those who have rotated theirs", async function (this: object, assert) {
      serve();
      await read();
      assert.dom(STOP).doesNotExist();
      serveCards("jane", [await cardAfter("jane"), people.jane!.card]);
      await lookAgain(getOwner(this)!);
      await settled();
      assert.dom(STOP).doesNotExist();
      assert.dom(NOTE).doesNotExist();
      assert.deepEqual(lines(), []);
    });

    test("above the posts a stop says so, and the new keys can be used, compared or not", async function (assert) {
      serve();
      serveCards("jane", RESET);
      await read();
      await waitFor(STOP);
      assert.dom(STOP).exists({ count: 1 }).hasAttribute("role", "status");
      assert
        .dom(`${STOP} span`)
        .hasText(
          "jane has other keys than before. Perhaps jane has reset encryption; perhaps somebody else is posing as jane. Nothing is sent here until you decide."
        );
      assert.deepEqual(
        findAll(`${STOP} button`).map((button) => button.textContent!.trim()),
        ["Compare numbers…", "Go on without jane"]
      );

      await click(`${STOP} .encrypted-messages-compare`);
      await click(`${NUMBERS} .encrypted-messages-use-uncompared`);
      assert.dom(STOP).doesNotExist();
      assert.dom("#post_1 .encrypted-messages-post").isFocused();
    });

    test("of whom the number was compared, it says so", async function (assert) {
      serve();
      const { fingerprint } = await cardOf("jane");
      await AddressBookSite.current!.write({
        userId: userIdOf("jane"),
        fingerprint,
        publication: 0,
        standing: "verified",
        name: "jane",
      });
      serveCards("jane", RESET);
      await read();
      await waitFor(STOP);
      assert
        .dom(`${STOP} span`)
        .hasText(
          "jane has other keys than before. Perhaps jane has reset encryption; perhaps somebody else is posing as jane. You had verified the earlier keys. Nothing is sent here until you decide."
        );
    });

    test("of two who have other keys one is said after the other, and nothing is sent before both are decided", async function (assert) {
      await conversation.write("mallory", "By Mallory");
      serve();
      serveDrafts();
      const written = serveEntries(conversation);
      const posted = refusePosts();
      const mallory = await cardAfter("mallory", { isVouched: false });
      const shown = {
        jane: RESET,
        pete: [people.pete!.card],
        mallory: [mallory, people.mallory!.card],
      };
      pretender.get("/encrypted-messages/identities.json", () =>
        json(200, {
          identities: Object.entries(shown).map(
            ([username, [card, ...earlier_cards]]) => ({
              user_id: userIdOf(username as Name),
              username,
              card,
              earlier_cards,
            })
          ),
          missing: [],
        })
      );
      await read();
      await waitFor("#post_2 .encrypted-messages-post[data-state=open]");
      await click("#topic-footer-buttons .create");
      await waitFor(BODY);
      await fillIn(BODY, TEXT);
      await click(SEND);
      await waitFor(STOP);

      const decided: string[] = [];
      for (const rest of [1, 0]) {
        assert.dom(STOP).exists({ count: 1 });
        decided.push(find(`${STOP} span`)!.textContent!.trim().split(" ")[0]!);
        await click(`${STOP} .encrypted-messages-compare`);
        await click(`${NUMBERS} .encrypted-messages-use-uncompared`);
        assert.dom(STOP).exists({ count: rest });
        assert.deepEqual([posted, written], [[], []]);
      }
      assert.deepEqual(decided.sort(), ["jane", "mallory"]);

      await click(SEND);
      assert.strictEqual(written.length, 1, "both, by one entry");
      assert.strictEqual(posted.length, 1);
    });

    test("going on without somebody from the composer keeps the text, which is sent to the others", async function (this: object, assert) {
      serve();
      serveDrafts();
      const written = serveEntries(conversation);
      const posted = refusePosts();
      await read();
      await click("#topic-footer-buttons .create");
      await waitFor(BODY);
      await fillIn(BODY, TEXT);
      serveCards("jane", RESET);
      await lookAgain(getOwner(this)!);
      await waitFor(`#reply-control ${STOP}`);

      await click(`${STOP} .encrypted-messages-without`);
      await click(".dialog-footer .btn-primary");
      assert.dom(STOP).doesNotExist();
      assert.dom(BODY).hasValue(TEXT).isFocused();
      await click(SEND);
      assert.strictEqual(written.length, 1);
      assert.strictEqual(posted.length, 1);
      assert.deepEqual(
        newestEntry(conversation.roster).participants.map(
          ({ userId }) => userId
        ),
        [userIdOf("pete"), userIdOf("mallory")].sort((a, b) => a - b)
      );
    });

    test("going on without somebody is asked once more, and writes that they take part no longer", async function (assert) {
      serve();
      const written = serveEntries(conversation);
      serveCards("jane", RESET);
      await read();
      await waitFor(STOP);

      await click(`${STOP} .encrypted-messages-without`);
      assert.dom("#dialog-title").hasText("Go on without jane?");
      assert
        .dom(".dialog-body")
        .hasText(
          "jane can read what was written so far with the earlier keys, and nothing from now on. You or others can give access later."
        );
      await click(".dialog-footer .btn-default");
      assert.deepEqual(written, []);
      assert.dom(STOP).exists();

      await click(`${STOP} .encrypted-messages-without`);
      await click(".dialog-footer .btn-primary");
      assert.dom(STOP).doesNotExist();
      assert.deepEqual(
        newestEntry(conversation.roster).participants.map(
          ({ userId }) => userId
        ),
        [userIdOf("pete"), userIdOf("mallory")].sort((a, b) => a - b)
      );
      assert
        .dom(".encrypted-messages-let-in")
        .doesNotExist("who was left out is not asked about");
      await waitUntil(() => lines().length > 0);
      assert.deepEqual(lines(), ["jane no longer takes part"]);
      assert.dom("#post_1 .encrypted-messages-post").isFocused();
    });

    test("going on without somebody leads back to what is written", async function (assert) {
      serve();
      serveDrafts();
      serveEntries(conversation);
      serveCards("jane", RESET);
      await read();
      await click("#topic-footer-buttons .create");
      await waitFor(`#reply-control ${STOP}`);
      await fillIn(BODY, TEXT);
      await click(SEND);
      await click(`${STOP} .encrypted-messages-without`);
      await click(".dialog-footer .btn-primary");
      assert.dom(STOP).doesNotExist();
      assert.dom(BODY).hasValue(TEXT).isFocused();
    });

    test("in the composer it stands below the text, which stays, and not above the posts meanwhile", async function (this: object, assert) {
      serve();
      serveDrafts();
      await read();
      await click("#topic-footer-buttons .create");
      await waitFor(BODY);
      await fillIn(BODY, TEXT);
      assert.dom(STOP).doesNotExist();

      serveCards("jane", RESET);
      await lookAgain(getOwner(this)!);
      await waitFor(`#reply-control ${STOP}`);
      assert.dom(STOP).exists({ count: 1 });
      assert.dom(SEND).hasAria("describedby", find(STOP)!.id);
      await click(SEND);
      assert.dom(".dialog-body").doesNotExist();
      assert.dom(BODY).hasValue(TEXT);

      await click(`${STOP} .encrypted-messages-compare`);
      await click(`${NUMBERS} .encrypted-messages-same`);
      assert.dom(STOP).doesNotExist();
      assert.dom(BODY).hasValue(TEXT).isFocused();
    });

    test("two successors of the same keys are an alarm, and neither is used; reading goes on (attack)", async function (this: object, assert) {
      serve();
      serveCards("jane", [await cardAfter("jane"), people.jane!.card]);
      await read();
      assert.dom(STOP).doesNotExist();

      serveCards("jane", [await cardAfter("jane"), people.jane!.card]);
      await lookAgain(getOwner(this)!);
      await waitFor(STOP);
      assert.dom(STOP).hasAttribute("role", "alert").hasClass("alert-error");
      assert
        .dom(`${STOP} span`)
        .hasText(
          "Two different keys claim to be the new ones of jane. At least one of them is false, so neither is used. Ask jane in another way, and write nothing here until then."
        );
      assert
        .dom(`${STOP} button`)
        .exists({ count: 1 })
        .hasText("Go on without jane");

      await read();
      assert.dom(STOP).exists("whatever the site shows from now on");
    });

    test("a line says who has confirmed keys that nothing else has, and a note stands below what is written with them", async function (assert) {
      await conversation.change("mallory", ["jane2", "pete", "mallory"]);
      conversation.post(
        "jane",
        await conversation.seal("jane2" as Name, "And on")
      );
      serve();
      serveCards("jane", RESET);
      await read();
      await waitUntil(() => lines().length > 0);
      assert.deepEqual(lines(), [
        "jane has other keys, which mallory has confirmed",
      ]);
      await waitFor(`#post_2 ${NOTE}`);
      assert.dom(`#post_1 ${NOTE}`).doesNotExist();
      assert
        .dom(`#post_2 ${NOTE} span`)
        .hasText(
          "Written with new keys of jane, which you have not confirmed."
        );
      assert.dom("#post_2 .cooked").includesText("And on");
      assert.dom(STOP).exists("nothing is written before it is decided");

      await click(`#post_2 ${NOTE} .encrypted-messages-compare`);
      await click(`${NUMBERS} .encrypted-messages-same`);
      assert.dom(NOTE).doesNotExist();
      assert.dom(STOP).doesNotExist();
    });
  }
);

acceptance(
  "Encrypted Messages | somebody who has new keys, confirmed with the earlier ones",
  function (needs: Needs) {
    needs.user(memberNamed("jane"));
    needs.hooks.beforeEach(() => keepKeys("jane"));
    needs.hooks.afterEach(clearDevices);

    test("a line says so, and nobody comes or goes for it", async function (assert) {
      const conversation = await Conversation.start({ others: ["mallory"] });
      await conversation.write("pete", "By Pete");
      await conversation.change("mallory", ["jane", "pete2", "mallory"]);
      conversation.post(
        "pete",
        await conversation.seal("pete2" as Name, "And on")
      );
      serveConversation(conversation, "jane");
      serveOwnIdentity("jane");
      serveIdentitiesAfterPeteRotated();
      await visitConversation(conversation);
      await waitFor("#post_2 .encrypted-messages-post[data-state=open]");
      await waitUntil(() => lines().length > 0);
      assert.deepEqual(lines(), [
        "pete has new keys, confirmed with the earlier ones",
      ]);
      assert.dom(NOTE).doesNotExist();
      assert.dom(STOP).doesNotExist();
    });
  }
);
