import { module, test } from "qunit";
import {
  quotedTopics,
  takeQuotes,
} from "discourse/plugins/discourse-encrypted-messages/discourse/compose/quotes";

const isSeven = (topicId: number) => topicId === 7;

function quote(topicId: number, text: string): string {
  return `[quote="jane, post:1, topic:${topicId}"]\n${text}\n[/quote]`;
}

module("Unit | Compose | quotes", function () {
  test("finds the topics that are quoted, in quotes within quotes too (R9)", function (assert) {
    const text = `Hello ${quote(7, `a\n${quote(8, "b")}`)} and ${quote(9, "c")}`;
    assert.deepEqual(quotedTopics(text), [7, 8, 9]);
    assert.deepEqual(quotedTopics("[quote]no source[/quote] topic:7"), []);
    assert.deepEqual(quotedTopics(""), []);
  });

  test("takes the quotes of a topic, and leaves the rest as it is (R9, R23)", function (assert) {
    assert.deepEqual(
      takeQuotes(
        `Before\n${quote(7, "mine")}\nafter ${quote(8, "yours")}`,
        isSeven
      ),
      {
        rest: `Before\n\nafter ${quote(8, "yours")}`,
        taken: quote(7, "mine"),
      }
    );
    assert.deepEqual(takeQuotes("Nothing quoted", isSeven), {
      rest: "Nothing quoted",
      taken: "",
    });
  });

  test("takes a quote with one of the topic inside, whole (R9, R23)", function (assert) {
    const outer = quote(8, `x\n${quote(7, "inside")}\ny`);
    assert.deepEqual(takeQuotes(`a ${outer} b`, isSeven), {
      rest: "a  b",
      taken: outer,
    });
  });

  test("takes a quote whatever the name before its topic holds (attack)", function (assert) {
    for (const name of ["a, topic:8", "a]", "a topic:8]", "[/quote]", "a, b"]) {
      const named = `[quote="${name}, post:1, topic:7"]\nmine\n[/quote]`;
      assert.deepEqual(
        takeQuotes(`Before\n${named}`, isSeven),
        { rest: "Before\n", taken: named },
        name
      );
    }
  });

  test("takes a quote without an end to the end (R9, R23)", function (assert) {
    const open = `[quote="jane, post:1, topic:7"]\ncut off`;
    assert.deepEqual(takeQuotes(`a ${open}`, isSeven), {
      rest: "a ",
      taken: open,
    });
    assert.deepEqual(
      takeQuotes(`[/quote] ${quote(7, "x")}`, isSeven).rest,
      "[/quote] "
    );
  });
});
