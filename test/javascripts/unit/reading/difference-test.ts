import { module, test } from "qunit";
import {
  difference,
  type Part,
} from "discourse/plugins/discourse-encrypted-messages/discourse/reading/difference";
import { holds } from "../../helpers/property";
import fc from "../../vendor/fast-check";

function brief(parts: Part[]): string {
  const marks = { same: "=", removed: "-", added: "+" };
  return parts.map(({ kind, text }) => `${marks[kind]}${text}`).join("|");
}

function without(kind: Part["kind"], parts: Part[]): string {
  return parts
    .filter((part) => part.kind !== kind)
    .map(({ text }) => text)
    .join("");
}

module("Unit | Reading | difference", function () {
  test("marks the words that changed, and the lines around them as the same (R9)", async function (assert) {
    const parts = await difference(
      "Dear Pete,\nthe ferry leaves at six.\nJane",
      "Dear Pete,\nthe ferry leaves at seven.\nJane"
    );
    assert.strictEqual(
      brief(parts),
      "=Dear Pete,\n|=the ferry leaves at |-six|+seven|=.\n|=Jane"
    );
  });

  test("marks lines put in and taken out (R9)", async function (assert) {
    assert.strictEqual(
      brief(await difference("a\nc\n", "a\nb\nc\n")),
      "=a\n|+b\n|=c\n"
    );
    assert.strictEqual(
      brief(await difference("a\nb\nc\n", "a\nc\n")),
      "=a\n|-b\n|=c\n"
    );
    assert.strictEqual(brief(await difference("", "new")), "+new");
    assert.strictEqual(brief(await difference("old", "")), "-old");
    assert.deepEqual(await difference("", ""), []);
    assert.strictEqual(brief(await difference("same", "same")), "=same");
  });

  test("parts words where a script has no spaces, and keeps characters whole (R9)", async function (assert) {
    assert.strictEqual(
      brief(await difference("六時に船", "七時に船")),
      "-六|+七|=時に船"
    );
    assert.strictEqual(
      brief(await difference("a 👨‍👩‍👧 b", "a 👨‍👩‍👧 c")),
      "=a 👨‍👩‍👧 |-b|+c"
    );
  });

  test("gives both texts back, whatever they are (R9)", async function (assert) {
    const words = fc.array(
      fc.constantFrom("a", "b", " ", "\n", "\n\n", "ß", "船", "👍", "\r\n"),
      { maxLength: 40 }
    );
    const texts = words.map((list: string[]) => list.join(""));

    await holds(
      assert,
      fc.asyncProperty(texts, texts, async (before: string, after: string) => {
        const parts = await difference(before, after);
        return (
          without("added", parts) === before &&
          without("removed", parts) === after
        );
      })
    );
  });

  test("gives up comparing texts too large for it, and loses nothing of them (R9)", async function (assert) {
    const before = Array.from({ length: 9000 }, (_, i) => `before ${i}\n`).join(
      ""
    );
    const after = Array.from({ length: 9000 }, (_, i) => `after ${i}\n`).join(
      ""
    );
    const parts = await difference(before, after);

    assert.strictEqual(without("added", parts), before);
    assert.strictEqual(without("removed", parts), after);
    assert.false(
      parts.some(({ kind }) => kind === "same"),
      "their numbers, which both have, were not looked for"
    );
  });

  test("takes no longer for many changed lines than for one (R9)", async function (assert) {
    const text = (sign: string) =>
      Array.from(
        { length: 100 },
        (_, i) => `line ${i}\n${`same ${sign}`.repeat(250)}\n`
      ).join("");
    const parts = await difference(text("!?"), text(".,"));

    assert.strictEqual(without("added", parts), text("!?"));
    assert.strictEqual(without("removed", parts), text(".,"));
    assert.false(
      parts.some((part) => part.kind === "same" && part.text === "same "),
      "what is left to each is too little to look into it"
    );
  });
});
