import { setupTest } from "ember-qunit";
import $ from "jquery";
import { module, test } from "qunit";
import sinon from "sinon";
import { ajax } from "discourse/lib/ajax";
import { extractError } from "discourse/lib/ajax-error";
import { setEnvironment } from "discourse/lib/environment";
import Session from "discourse/models/session";
import pretender, {
  parsePostData,
  response,
} from "discourse/tests/helpers/create-pretender";

// A request over a connection that breaks.
function LostRequest() {
  return {
    open() {},
    setRequestHeader() {},
    getAllResponseHeaders: () => "",
    status: 0,
    statusText: "",
    send() {
      Promise.resolve().then(() => {
        this.onerror();
      });
    },
  };
}

module("Host | lib | ajax", function (hooks) {
  setupTest(hooks);

  test("asks for a CSRF token once, before it writes", async function (assert) {
    let asked = 0;
    pretender.get("/session/csrf", () => {
      asked++;
      return response({ csrf: "token of the session" });
    });
    const seen = [];
    pretender.post("/here", ({ requestHeaders }) => {
      seen.push([
        requestHeaders["X-CSRF-Token"],
        requestHeaders["X-Requested-With"],
      ]);
      return response({});
    });

    await Promise.all([
      ajax("/here", { type: "POST" }),
      ajax("/here", { type: "POST" }),
    ]);

    assert.strictEqual(asked, 1);
    assert.deepEqual(seen, [
      ["token of the session", "XMLHttpRequest"],
      ["token of the session", "XMLHttpRequest"],
    ]);
  });

  test("forgets a token that the server refused", async function (assert) {
    Session.currentProp("csrfToken", "an old one");
    pretender.post("/here", () => [403, {}, '["BAD CSRF"]']);

    await assert.rejects(ajax("/here", { type: "POST" }));

    assert.strictEqual(Session.currentProp("csrfToken"), null);
  });

  test("writes nested data as Rails reads it", async function (assert) {
    let body;
    pretender.put("/here", ({ requestBody }) => {
      body = requestBody;
      return response({});
    });

    await ajax("/here", {
      type: "PUT",
      data: { post: { raw: "a b&c" }, ids: [1, 2], none: null },
    });

    assert.deepEqual(parsePostData(body), {
      post: { raw: "a b&c" },
      ids: ["1", "2"],
      none: "",
    });
  });

  test("tells nobody of a request without an answer, unless asked to", async function (assert) {
    let settled = false;
    let heard;
    // eslint-disable-next-line ember/no-jquery -- as core does
    $(document).one("ajaxError", (_event, xhr, { type, url }) => {
      heard = [xhr.status, type, url];
    });
    sinon.stub(window, "XMLHttpRequest").callsFake(LostRequest);
    setEnvironment("production"); // under test, core throws what jQuery has to say
    try {
      ajax("/lost", { type: "GET" }).finally(() => (settled = true));
      await assert.rejects(ajax("/lost", { ignoreUnsent: false }));
    } finally {
      setEnvironment("qunit-testing");
    }

    assert.false(settled);
    assert.deepEqual(
      heard,
      [0, "GET", "/lost"],
      "jQuery tells everybody (S11)"
    );
  });

  test("gives the reason of a refusal", async function (assert) {
    pretender.get("/here", () => response(422, { errors: ["No, sorry"] }));

    await ajax("/here").catch((error) =>
      assert.strictEqual(extractError(error), "An error occurred: No, sorry")
    );
  });
});
