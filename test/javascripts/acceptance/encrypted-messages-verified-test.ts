import { click, fillIn, findAll, visit, waitFor } from "@ember/test-helpers";
import { test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";
import type { ContactStanding } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/address-book";
import { AddressBookSite } from "../helpers/address-book";
import { Conversation } from "../helpers/conversation";
import {
  clearDevices,
  json,
  keepKeys,
  type Request,
  serveIdentities,
} from "../helpers/members";
import { serveNames, signedName } from "../helpers/names";
import {
  memberNamed,
  serveConversation,
  serveOwnIdentity,
  serveProfile,
  visitConversation,
} from "../helpers/pages";
import { cardOf } from "../helpers/people";
import type { Needs } from "../types/acceptance";
import { people, safetyNumbers } from "../vendor/vectors";

const PROFILE = ".encrypted-messages-profile-numbers";
const COMPARE = `${PROFILE} .encrypted-messages-compare`;
const UNDO = `${PROFILE} .encrypted-messages-unverify`;
const MARK = ".encrypted-messages-verified";
const SAME = ".encrypted-messages-same";
const RECIPIENTS = ".encrypted-messages-verified-recipients";

/** Somebody as an address book knows them. */
async function contact(person: string, standing: ContactStanding, name = "") {
  const { userId, fingerprint } = await cardOf(person);
  return { userId, fingerprint, publication: 0, standing, name };
}

acceptance(
  "Encrypted Messages | whom one has verified",
  function (needs: Needs) {
    needs.user(memberNamed("jane", { encrypted_messages_address_book: 1 }));
    needs.site({ encrypted_messages_title_placeholder: "Encrypted message" });

    let book: AddressBookSite;

    needs.hooks.beforeEach(async () => {
      await keepKeys("jane");
      serveOwnIdentity();
      serveIdentities(["jane", "pete", "mallory"]);
      serveProfile("jane");
      serveProfile("pete");
      book = new AddressBookSite("jane");
      pretender.post("/drafts.json", () =>
        json(200, { success: "OK", draft_sequence: 0 })
      );
      pretender.delete("/drafts/:key.json", () => json(200, { success: "OK" }));
      pretender.get("/drafts/:key.json", () =>
        json(200, { draft: null, draft_sequence: 0 })
      );
    });
    needs.hooks.afterEach(clearDevices);

    async function standings() {
      return [...(await book.read()).contacts.values()].map(
        ({ userId, standing }) => `${userId} ${standing}`
      );
    }

    test("numbers are compared on a member's page, which says so from then on, and can be taken back", async function (assert) {
      await visit("/u/pete/summary");
      await waitFor(COMPARE);
      assert.dom(PROFILE).hasText("Compare numbers…");

      await click(COMPARE);
      await waitFor(SAME);
      assert.deepEqual(
        [
          ...document.querySelectorAll(
            ".encrypted-messages-number li [aria-hidden]"
          ),
        ].map(({ textContent }) => textContent.trim()),
        safetyNumbers.accepted[0]!.gives.groups
      );
      await click(SAME);
      assert.dom(".d-modal").doesNotExist();
      assert.dom(PROFILE).includesText("Verified: you have compared numbers.");
      assert.dom(COMPARE).hasText("Compare again…");
      assert.dom(`${PROFILE} ${MARK}`).exists();
      assert.deepEqual(await standings(), ["22 verified"]);

      await click(UNDO);
      assert.dom(PROFILE).hasText("Compare numbers…");
      assert.deepEqual(await standings(), ["22 confirmed"]);
      assert.dom(COMPARE).isFocused();
    });

    test("a member's page says whom one had verified before they had new keys", async function (assert) {
      await book.write(await contact("pete", "verified-before"));
      await visit("/u/pete/summary");
      await waitFor(`${PROFILE} ${MARK}.--before`);
      assert.dom(PROFILE).includesText("Verified before the new keys.");
      assert.dom(COMPARE).hasText("Compare again…");
    });

    test("one's own page has nothing of it", async function (assert) {
      await visit("/u/jane/summary");
      assert.dom(".user-profile-names").exists();
      assert.dom(PROFILE).doesNotExist();
    });

    test("a page says so where it cannot be taken back", async function (assert) {
      await book.write(await contact("pete", "verified"));
      await visit("/u/pete/summary");
      await waitFor(UNDO);
      book.fault = { status: 502 };
      await click(UNDO);
      assert.dom(".dialog-body").includesText("could not be kept");
      await click(".dialog-footer .btn-primary");
      assert.dom(UNDO).exists();
    });

    test("recipients of an encrypted message who were verified bear the mark, and nobody else", async function (assert) {
      await book.write(
        await contact("pete", "verified"),
        await contact("mallory", "seen")
      );
      await visit("/new-message?username=pete,mallory");
      await waitFor("#encrypted-messages-toggle");
      assert.dom(RECIPIENTS).doesNotExist("it is not encrypted");

      await click("#encrypted-messages-toggle");
      await waitFor(RECIPIENTS);
      assert.dom(`${RECIPIENTS} li`).exists({ count: 1 }).hasText("pete");
      assert
        .dom(`${RECIPIENTS} ${MARK}`)
        .exists({ count: 1 })
        .hasAttribute("aria-label", "verified: you have compared numbers");
    });

    test("a recipient whose verified keys have vouched for others bears the grey mark at once", async function (assert) {
      await book.write(await contact("pete", "verified"));
      pretender.get("/encrypted-messages/identities.json", () =>
        json(200, {
          identities: [
            {
              user_id: 22,
              username: "pete",
              card: people["pete2"]!.card,
              earlier_cards: [people["pete"]!.card],
            },
          ],
          missing: [],
        })
      );
      await visit("/new-message?username=pete");
      await waitFor("#encrypted-messages-toggle");
      await click("#encrypted-messages-toggle");
      await waitFor(`${RECIPIENTS} ${MARK}.--before`);
      assert.dom(`${RECIPIENTS} li`).hasText("pete");
    });

    test("a recipient bears the name by which they are known, whatever the site calls them", async function (assert) {
      await book.write(await contact("pete", "verified", "peter"));
      await visit("/new-message?username=pete");
      await waitFor("#encrypted-messages-toggle");
      await click("#encrypted-messages-toggle");
      await waitFor(RECIPIENTS);
      assert.dom(`${RECIPIENTS} li`).hasText("peter called pete by the site");
      assert.dom(`${RECIPIENTS} ${MARK}`).exists();
    });

    test("recipients are said to have another name than the site says, verified or not", async function (assert) {
      const name = await signedName("mallory");
      serveNames({ mallory: { username: "karl", name } });
      await book.write(
        await contact("pete", "seen", "pete"),
        await contact("mallory", "seen", "mallory")
      );
      await visit("/new-message?username=pete,karl");
      await waitFor("#encrypted-messages-toggle");
      await click("#encrypted-messages-toggle");
      await waitFor(RECIPIENTS);
      assert
        .dom(`${RECIPIENTS} li`)
        .exists({ count: 1 })
        .hasText("mallory called karl by the site");
      assert.dom(`${RECIPIENTS} ${MARK}`).doesNotExist();
    });

    const says = (what: string, called: string, text: string) =>
      test(`a member's page says ${what}`, async function (assert) {
        await book.write(
          await contact("pete", "verified", "pete"),
          await contact("mallory", "verified", "mallory")
        );
        pretender.get(`/u/${called}.json`, () =>
          json(200, {
            user: { id: 22, username: called, user_option: {} },
          })
        );
        await visit(`/u/${called}/summary`);
        await waitFor(`${PROFILE} p`);
        const said = findAll(`${PROFILE} p`).map(({ textContent }) =>
          textContent.replace(/\s+/g, " ").trim()
        );
        assert.strictEqual(said.join(" "), text);
        assert
          .dom(`${PROFILE} ${MARK}`)
          .exists({ count: called === "peter" ? 1 : 0 });
        await click(COMPARE);
        assert
          .dom("#discourse-modal-title")
          .hasText(`Safety number with pete (called ${called} by the site)`);
      });
    says(
      "by which name one knows who is verified, where the site says another",
      "peter",
      "pete called peter by the site Verified: you have compared numbers."
    );
    says(
      "nothing of the kind at a name by which one knows somebody else (attack)",
      "mallory",
      "This is another mallory than the one you know. This one you know as pete."
    );

    test("the mark stands on posts behind the name of who was verified, and opens the number", async function (assert) {
      await book.write(
        await contact("pete", "verified"),
        await contact("mallory", "verified-before")
      );
      const conversation = await Conversation.start({ others: ["mallory"] });
      await conversation.write("pete", "What Pete wrote");
      await conversation.write("mallory", "What Mallory wrote");
      await conversation.write("jane", "What Jane wrote");
      serveConversation(conversation, "jane");
      await visitConversation(conversation);
      for (const number of [1, 2, 3]) {
        await waitFor(
          `#post_${number} .encrypted-messages-post[data-state="open"]`
        );
      }
      assert.dom(`#post_1 .names ${MARK}`).exists({ count: 1 });
      assert.dom(`#post_1 ${MARK}.--before`).doesNotExist();
      assert.dom(`#post_2 .names ${MARK}.--before`).exists({ count: 1 });
      assert.dom(`#post_3 ${MARK}`).doesNotExist();

      await click(`#post_1 ${MARK}`);
      await waitFor(SAME);
      assert
        .dom("#discourse-modal-title")
        .includesText("Safety number with pete");
    });

    test("no sign of a group stands beside the author of an encrypted post, where it could be taken for the mark", async function (assert) {
      const conversation = await Conversation.start();
      const post = await conversation.write("pete", "What Pete wrote");
      Object.assign(post, {
        flair_group_id: 7,
        flair_name: "verified",
        flair_url: "circle-check",
      });
      serveConversation(conversation, "jane");
      await visitConversation(conversation);
      await waitFor('#post_1 .encrypted-messages-post[data-state="open"]');
      assert.dom("#post_1 .post-avatar").exists();
      assert.dom("#post_1 .avatar-flair").doesNotExist();

      const other = await Conversation.start({ topicId: 502 });
      const plain = other.post("pete");
      plain["cooked"] = "<p>In the clear</p>";
      Object.assign(plain, {
        flair_group_id: 7,
        flair_name: "verified",
        flair_url: "circle-check",
      });
      other.lies = { is_encrypted: false, encrypted_conversation: undefined };
      serveConversation(other, "jane");
      await visitConversation(other);
      assert.dom("#post_1 .avatar-flair").exists("others keep theirs");
    });

    test("nothing of the number or of the answer is in any request", async function (assert) {
      const sent: string[] = [];
      const { groups } = safetyNumbers.accepted[0]!.gives;
      pretender.handledRequest = (_verb, _path, request) => {
        const { url, requestBody } = request as unknown as Request;
        sent.push(`${url} ${decodeURIComponent(requestBody ?? "")}`);
      };
      await visit("/u/pete/summary");
      await waitFor(COMPARE);
      await click(COMPARE);
      await waitFor(SAME);
      await click(SAME);
      await waitFor(`${PROFILE} ${MARK}`);

      assert.true(sent.some((request) => request.includes("address-book")));
      for (const secret of [...groups, "verified"]) {
        assert.false(
          sent.some((request) => request.includes(secret)),
          secret
        );
      }
    });
  }
);
