/* eslint-disable ember/no-jquery */
import { settled } from "@ember/test-helpers";
// @ts-expect-error core's types know it as a global
import $ from "jquery";
import { module, test } from "qunit";
import pretender from "discourse/tests/helpers/create-pretender";
import { watchSaving } from "discourse/plugins/discourse-encrypted-messages/discourse/core-seams/lost-requests";
import { lost } from "../../helpers/lost-request";
import { json } from "../../helpers/members";
import { CHANGED } from "../../helpers/roster-site";

module(
  "Unit | Core seam | encrypted-messages | lost requests",
  function (hooks) {
    let heard: number;
    let behind: number;
    let stored: number[];
    let end: () => void;

    hooks.beforeEach(function () {
      heard = 0;
      behind = 0;
      stored = [];
      end = watchSaving({
        lost: () => heard++,
        behind: () => behind++,
        stored: (postId) => stored.push(postId),
      });
    });

    hooks.afterEach(() => end());

    // Until jQuery is done with it.
    function send(type: string, url: string): Promise<void> {
      return new Promise((resolve) => {
        $.ajax({ type, url, complete: () => resolve() });
      });
    }

    test("are heard of where a message was to be saved", async function (assert) {
      pretender.post("/posts", lost);
      pretender.put("/posts/7", lost);
      pretender.put("/t/kept-secret/12", lost);
      await send("POST", "/posts");
      await send("PUT", "/posts/7");
      await send("PUT", "/t/kept-secret/12?as=it-is");
      assert.strictEqual(heard, 3);

      end();
      await send("POST", "/posts");
      assert.strictEqual(heard, 3, "no more once it has ended");
    });

    test("are none where the page was not fetched, or the site or the page itself has ended it (S11)", async function (assert) {
      pretender.get("/t/kept-secret/12.json", lost);
      pretender.get("/posts/7", lost);
      pretender.post("/posts", () => [422, {}, "{}"]);
      pretender.put("/posts/7", () => new Promise<never>(() => {}));
      await send("GET", "/t/kept-secret/12.json");
      await send("GET", "/posts/7");
      await send("POST", "/posts");
      const given = $.ajax({ type: "PUT", url: "/posts/7" });
      given.abort();
      await settled();
      assert.strictEqual(given.statusText, "abort");
      assert.strictEqual(heard, 0);
      assert.strictEqual(behind, 0);
    });

    test("those that were refused since others have changed who takes part are told from all other refusals", async function (assert) {
      pretender.post("/posts", () => json(409, CHANGED));
      pretender.put("/posts/7", () => json(409, CHANGED));
      pretender.put("/t/kept-secret/12", () => json(409, CHANGED));
      await send("POST", "/posts");
      await send("PUT", "/posts/7");
      await send("PUT", "/t/kept-secret/12");
      assert.strictEqual(behind, 3);

      // an edit conflict, and what saves no message
      pretender.put("/posts/7", () => json(409, { errors: ["Edited"] }));
      pretender.post("/posts", () => json(422, CHANGED));
      pretender.post("/drafts.json", () => json(409, CHANGED));
      await send("PUT", "/posts/7");
      await send("POST", "/posts");
      await send("POST", "/drafts.json");
      assert.strictEqual(behind, 3);
      assert.strictEqual(heard, 0);
    });

    test("those that were refused since a post has the message already are told with that post", async function (assert) {
      const refusal = { error_type: "stored_before", extras: { post_id: 7 } };
      pretender.post("/posts", () => json(409, refusal));
      await send("POST", "/posts");
      assert.deepEqual(stored, [7]);
      assert.strictEqual(behind, 0);

      // no post, and what refuses for another reason
      pretender.post("/posts", () =>
        json(409, { ...refusal, extras: { post_id: "7" } })
      );
      await send("POST", "/posts");
      pretender.post("/posts", () => json(422, refusal));
      await send("POST", "/posts");
      assert.deepEqual(stored, [7]);
    });
  }
);
