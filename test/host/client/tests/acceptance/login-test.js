import { click, fillIn, visit } from "@ember/test-helpers";
import { test } from "qunit";
import { response } from "discourse/tests/helpers/create-pretender";
import { acceptance } from "discourse/tests/helpers/qunit-helpers";

acceptance("Host | login", function (needs) {
  needs.pretender((server) => {
    server.post("/session", () => response({ error: "Wrong password" }));
  });

  test("says what the server refuses, and lets try again", async function (assert) {
    await visit("/login");
    await click("#login-button");
    assert.dom("#modal-alert").exists("both fields are needed");

    await fillIn("#login-account-name", "jane");
    await fillIn("#login-account-password", "wrong");
    await click("#login-button");
    assert.dom("#modal-alert").hasText("Wrong password");
    assert.dom("#login-button").isEnabled();
  });
});
