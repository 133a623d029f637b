import { module, test } from "qunit";
import Composition, {
  newConversationPlace,
} from "discourse/plugins/discourse-encrypted-messages/discourse/compose/composition";
import {
  reusableSeal,
  sealComposition,
} from "discourse/plugins/discourse-encrypted-messages/discourse/compose/seal";
import { newConversationId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import { identityOf, keysFrom } from "../../helpers/people";
import { refuses } from "../../helpers/refusal";

const EPOCH_KEY = "A".repeat(43); // 32 zeros

module("Unit | Compose | encrypted-messages | seal", function () {
  test("what was opened in one conversation is not sealed for another (H1)", async function (assert) {
    const place = { ...newConversationPlace(), isNewConversation: false };
    const composition = new Composition(place);
    composition.body = "For Jane alone";

    const seal = async (conversationId: string) => {
      const [key] = await keysFrom(conversationId, { 1: EPOCH_KEY });
      return sealComposition(composition, {
        author: await identityOf("pete"),
        recipients: "",
        members: [],
        key: key!,
      });
    };
    await refuses(
      assert,
      () => seal(newConversationId()),
      "wrong-conversation"
    );
    const { sealed } = await seal(place.conversationId);
    assert.true(sealed.raw.startsWith("encrypted-message:v1:"));
  });

  test("what was sealed for one conversation is not sent again in another (attack)", async function (assert) {
    const place = { ...newConversationPlace(), isNewConversation: false };
    const composition = new Composition(place);
    composition.body = "For Jane alone";
    const [key] = await keysFrom(place.conversationId, { 1: EPOCH_KEY });
    const author = await identityOf("pete");
    const recipients = place.conversationId;
    await sealComposition(composition, {
      author,
      recipients,
      members: [],
      key: key!,
    });

    assert.strictEqual(
      reusableSeal(composition, { author, recipients }),
      composition.sealed
    );
    assert.strictEqual(
      reusableSeal(composition, { author, recipients: newConversationId() }),
      null
    );
  });
});
