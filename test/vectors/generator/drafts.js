import {
  openDraft,
  sealDraft,
} from "../../../assets/javascripts/discourse/lib/bodies";
import { encodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import {
  decodeCbor,
  decodeCborText,
} from "../../../assets/javascripts/discourse/lib/cbor";
import { pad } from "../../../assets/javascripts/discourse/lib/envelope";
import { encode } from "./cbor";
import { altered } from "./changes";
import { gives, MARKER, openLayers } from "./layers";
import { Label } from "./names";
import { CREATED_AT } from "./people";
import { drawing, seededRandom } from "./random";
import { Refusals } from "./refusals";
import { encrypt0, sign1 } from "./seal";

const NONCE = new Uint8Array(12).fill(5);

export async function draftVectors({ jane, pete, mallory }, body) {
  const author = jane.identity;
  const random = seededRandom("drafts");
  const id = encodeBase64url(random(16));
  const other = encodeBase64url(random(16));
  const common = {
    author,
    conversationId: id,
    messageId: other,
    createdAt: CREATED_AT,
  };
  const fresh = await drawing(random, () =>
    sealDraft({
      ...common,
      isNewConversation: true,
      text: "Dear Pe",
      title: "The k",
    })
  );
  const reply = await drawing(random, () =>
    sealDraft({ ...common, isNewConversation: false, text: "Dear Pete, I" })
  );
  const given = {
    raw: fresh,
    author: "jane",
    conversation_id: null,
    message_id: null,
  };
  const ofReply = { ...given, raw: reply, conversation_id: id };
  const accepted = [];
  for (const [name, known] of [
    ["of a new conversation", given],
    ["of a reply", ofReply],
    ["of a reply whose message id is known", { ...ofReply, message_id: other }],
  ]) {
    const message = await openDraft(known.raw, {
      author,
      conversationId: known.conversation_id,
      messageId: known.message_id,
    });
    accepted.push({ name, given: known, gives: gives(message) });
  }

  const refusals = new Refusals("raw", ofReply, (text) => MARKER + text);
  refusals.addText("a body", body, "wrong-kind");
  refusals.addText("of another conversation", reply, "wrong-conversation", {
    conversation_id: other,
  });
  refusals.addText(
    "of a reply, in the composer of a new conversation",
    reply,
    "wrong-epoch",
    { conversation_id: null }
  );
  refusals.addText(
    "of a new conversation, in the composer of a reply",
    fresh,
    "wrong-epoch"
  );
  refusals.addText("of another message", reply, "wrong-message", {
    message_id: id,
  });
  refusals.addText("another member's", reply, "not-decrypted", {
    author: "pete",
  });
  refusals.addText(
    "without its marker",
    reply.slice(MARKER.length),
    "malformed"
  );

  const envelope = decodeCborText(reply.slice(MARKER.length));
  const header = decodeCbor(envelope.value[0]);
  const contentCryptoKey = author.draftsKey;
  const { header: inner, payload } = await openLayers(envelope, {
    contentCryptoKey,
  });
  const seal = async (outer, signed) =>
    encrypt0(contentCryptoKey, outer, pad(encode(await signed)), NONCE);
  const key = jane.signing.privateKey;
  refusals.add(
    "for an epoch",
    await seal(
      new Map(header).set(Label.epoch, 2),
      sign1(key, new Map(inner).set(Label.epoch, 2), payload)
    ),
    "wrong-epoch"
  );
  refusals.add(
    "header changed outside only",
    await seal(
      new Map(header).set(
        Label.messageId,
        altered(header.get(Label.messageId))
      ),
      sign1(key, inner, payload)
    ),
    "wrong-message"
  );
  refusals.add(
    "signed by another",
    await seal(header, sign1(mallory.signing.privateKey, inner, payload)),
    "bad-signature"
  );
  refusals.add(
    "in another member's name",
    await seal(
      header,
      sign1(
        pete.signing.privateKey,
        inner,
        new Map(payload).set(1, pete.userId).set(2, pete.openedCard.fingerprint)
      )
    ),
    "wrong-author"
  );
  return { accepted, refused: refusals.list };
}
