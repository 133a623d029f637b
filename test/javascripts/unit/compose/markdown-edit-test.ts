import { module, test } from "qunit";
import {
  appendBlock,
  code,
  type Edit,
  link,
  prefixLines,
  surround,
} from "discourse/plugins/discourse-encrypted-messages/discourse/compose/markdown-edit";

/** "one [two] three" → the text and the selection between the brackets. */
function selection(marked: string) {
  const start = marked.indexOf("[");
  const end = marked.indexOf("]") - 1;
  return { value: marked.replace(/[[\]]/g, ""), start, end };
}

function applied({ value }: { value: string }, edit: Edit): string {
  const text = value.slice(0, edit.from) + edit.text + value.slice(edit.to);
  return `${text.slice(0, edit.start)}[${text.slice(edit.start, edit.end)}]${text.slice(edit.end)}`;
}

module("Unit | Compose | encrypted-messages | markdown-edit", function () {
  test("surrounds the selection, and takes the marks away again", function (assert) {
    const plain = selection("one [two] three");
    assert.strictEqual(
      applied(plain, surround(plain, "**", "bold")),
      "one **[two]** three"
    );

    const bold = selection("one **[two]** three");
    assert.strictEqual(
      applied(bold, surround(bold, "**", "bold")),
      "one [two] three"
    );
  });

  test("puts an example where nothing is selected", function (assert) {
    const nothing = selection("one []");
    assert.strictEqual(
      applied(nothing, surround(nothing, "*", "leaning")),
      "one *[leaning]*"
    );
  });

  test("prefixes whole lines, and takes the prefix away again", function (assert) {
    const lines = selection("on[e\ntw]o\nthree");
    assert.strictEqual(
      applied(lines, prefixLines(lines, "> ", "quote")),
      "[> one\n> two]\nthree"
    );

    const quoted = selection("[> one\n> two]\nthree");
    assert.strictEqual(
      applied(quoted, prefixLines(quoted, "> ", "quote")),
      "[one\ntwo]\nthree"
    );
  });

  test("fences code of several lines", function (assert) {
    const lines = selection("[a\nb]");
    assert.strictEqual(applied(lines, code(lines, "code")), "```\n[a\nb]\n```");

    const word = selection("a [b] c");
    assert.strictEqual(applied(word, code(word, "code")), "a `[b]` c");
  });

  test("links the selection, as a label or as an address", function (assert) {
    const word = selection("see [here]");
    const linked = applied(word, link(word, "text"));
    assert.strictEqual(linked, "see [here]([https://])");

    const address = selection("[https://example.com/a]");
    assert.strictEqual(
      applied(address, link(address, "text")),
      "[[text]](https://example.com/a)"
    );
  });

  test("parts an appended quote from the text before it", function (assert) {
    assert.strictEqual(appendBlock("", "> a\n"), "> a\n\n");
    assert.strictEqual(appendBlock("text\n", "> a"), "text\n\n> a\n\n");
  });
});
