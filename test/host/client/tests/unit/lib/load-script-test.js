import { module, test } from "qunit";
import loadScript from "discourse/lib/load-script";

function scriptSaying(text) {
  return URL.createObjectURL(
    new Blob([
      `window.scriptsLoaded = [...(window.scriptsLoaded ?? []), "${text}"]`,
    ])
  );
}

module("Host | Unit | load-script", function (hooks) {
  hooks.afterEach(() => delete window.scriptsLoaded);

  test("runs a script once, however often it is asked for", async function (assert) {
    const url = scriptSaying("here");
    await Promise.all([loadScript(url), loadScript(url)]);
    await loadScript(url);
    assert.deepEqual(window.scriptsLoaded, ["here"]);
  });

  test("says when there is none, and asks anew the next time", async function (assert) {
    await assert.rejects(loadScript("/build/none.js"), /Failed to load/);
    await assert.rejects(loadScript("/build/none.js"), /Failed to load/);
    assert.strictEqual(document.querySelector("script[src$='none.js']"), null);
  });
});
