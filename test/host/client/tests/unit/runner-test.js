import { module, test } from "qunit";

module("Host | runner", function () {
  test("the page is a secure context, as encryption needs one", function (assert) {
    assert.true(window.isSecureContext);
    assert.notStrictEqual(crypto.subtle, undefined);
  });
});
