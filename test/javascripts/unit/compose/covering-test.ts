import { module, test } from "qunit";
import Composition, {
  newConversationPlace,
} from "discourse/plugins/discourse-encrypted-messages/discourse/compose/composition";

module("Unit | Compose | encrypted-messages | covering", function () {
  function written(): Composition {
    const composition = new Composition({
      ...newConversationPlace(),
      originalTitle: "Before",
    });
    composition.title = "Title";
    composition.body = "Body";
    composition.waitingBlocks = ["Quote"];
    composition.sealed = { content: "Body", raw: "raw", fingerprint: "f" };
    return composition;
  }

  test("leaves no word in what is covered, and loses none", async function (assert) {
    const composition = written();
    composition.cover();

    const { title, body, waitingBlocks, place, sealed } = composition;
    assert.deepEqual(
      [title, body, waitingBlocks, place!.originalTitle, sealed!.content],
      ["", "", [], null, ""]
    );
    assert.strictEqual(sealed!.raw, "raw", "what may have been sent stays");
    assert.true(composition.hasContent, "it is not given up unasked");

    composition.cover(); // another tab says so, too
    composition.waitingBlocks.push("Later");
    await Promise.all([composition.uncover(), composition.uncover()]);
    assert.deepEqual(
      [
        composition.title,
        composition.body,
        composition.waitingBlocks,
        composition.place!.originalTitle,
        composition.sealed!.content,
      ],
      ["Title", "Body", ["Quote", "Later"], "Before", "Body"]
    );
    assert.false(composition.isCovered);
  });
});
