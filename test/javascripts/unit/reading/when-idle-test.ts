import { module, test } from "qunit";
import { WhenIdle } from "discourse/plugins/discourse-encrypted-messages/discourse/reading/when-idle";

module("Unit | Reading | encrypted-messages | when idle", function () {
  /** A browser that is idle when it is told to be. */
  function browser() {
    const asked: (() => void)[] = [];
    const listeners: (() => void)[] = [];
    const page = {
      hidden: false,
      addEventListener: (_name: string, listener: () => void) => {
        listeners.push(listener);
      },
    };
    return {
      page,
      asked,
      whenIdle: new WhenIdle(page, (work) => asked.push(work)),
      isIdle: () => asked.splice(0).forEach((work) => work()),
      isShown: () => {
        page.hidden = false;
        listeners.splice(0).forEach((listener) => listener());
      },
    };
  }

  test("does all that waits at once, and only when the browser is idle", function (assert) {
    const { whenIdle, asked, isIdle } = browser();
    whenIdle.add(() => assert.step("one"));
    whenIdle.add(() => assert.step("two"));
    assert.strictEqual(asked.length, 1, "asks once");
    assert.verifySteps([]);
    isIdle();
    assert.verifySteps(["one", "two"]);

    whenIdle.add(() => assert.step("three"));
    isIdle();
    assert.verifySteps(["three"]);
  });

  test("does not do what was done meanwhile", function (assert) {
    const { whenIdle, isIdle } = browser();
    const work = () => assert.step("one");
    whenIdle.add(work);
    whenIdle.drop(work);
    isIdle();
    assert.verifySteps([]);
  });

  test("does nothing while the page is hidden, and all of it afterwards", function (assert) {
    const { whenIdle, page, isIdle, isShown, asked } = browser();
    page.hidden = true;
    whenIdle.add(() => assert.step("one"));
    isIdle();
    whenIdle.add(() => assert.step("two"));
    assert.strictEqual(asked.length, 0, "asks no more");
    assert.verifySteps([]);

    isShown();
    assert.verifySteps([]);
    isIdle();
    assert.verifySteps(["one", "two"]);
  });
});
