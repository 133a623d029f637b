import { encodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import {
  decodeCbor,
  decodeCborText,
} from "../../../assets/javascripts/discourse/lib/cbor";
import {
  openDraft,
  sealDraft,
} from "../../../assets/javascripts/discourse/lib/draft";
import { pad } from "../../../assets/javascripts/discourse/lib/envelope";
import { encode, join, Tagged } from "./cbor";
import {
  alterations,
  altered,
  misshapings,
  structures,
  withoutKeys,
  withValues,
} from "./changes";
import { MARKER, openContent } from "./layers";
import { HEADER, HEADER_CAUSES, Label } from "./names";
import { drawing, seededRandom } from "./random";
import { Refusals } from "./refusals";
import { aesKey, encrypt0, hkdf, purpose, sign1 } from "./seal";

const NONCE = new Uint8Array(12).fill(5);
const CONTENT = { 6: "text", 7: "title" };

export async function draftVectors({ jane }, body) {
  const author = jane.identity;
  const random = seededRandom("drafts");
  const id = encodeBase64url(random(16));
  const other = encodeBase64url(random(16));
  const seal = (content) =>
    drawing(random, () =>
      sealDraft({ author, conversationId: id, messageId: other, ...content })
    );
  const fresh = await seal({
    isNewConversation: true,
    text: "Dear Pe",
    title: "The k",
  });
  const reply = await seal({ isNewConversation: false, text: "Dear Pete, I" });
  const empty = await seal({ isNewConversation: true, text: "", title: "" });
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
    ["of a new conversation, nothing written yet", { ...given, raw: empty }],
    ["of a reply", ofReply],
    ["of a reply whose message id is known", { ...ofReply, message_id: other }],
  ]) {
    const draft = await openDraft(known.raw, {
      author,
      conversationId: known.conversation_id,
      messageId: known.message_id,
    });
    accepted.push({ name, given: known, gives: plainDraft(draft) });
  }
  return {
    accepted,
    refused: await refusedDrafts(jane, {
      fresh,
      reply,
      body,
      ofReply,
      id,
      other,
    }),
  };
}

function plainDraft({ conversationId, messageId, text, title }) {
  return {
    conversation_id: conversationId,
    message_id: messageId,
    text,
    title,
  };
}

async function refusedDrafts(jane, { fresh, reply, body, ofReply, id, other }) {
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
  const parts = envelope.value;
  const header = decodeCbor(parts[0]);
  const key = await aesKey(
    hkdf(jane.accountKey, purpose("drafts", jane.userId))
  );
  const encoded = await openContent(envelope, key);
  const content = withValues(decodeCbor(encoded), { 7: Buffer.from("Title") });
  const seal = (outer, inner) =>
    encrypt0(
      key,
      outer,
      pad(inner instanceof Uint8Array ? inner : encode(inner)),
      NONCE
    );

  await refusals.addAll("", structures(envelope), (changed) => changed);
  await refusals.addAll(
    "encrypted anew, ",
    [
      // any message id is right where none is known
      ...alterations(header, HEADER).filter(
        ([, , label]) => label !== Label.messageId
      ),
      ...withoutKeys(misshapings(header, HEADER, "header: ")).filter(
        ([what]) => !/(suite|kind) of another type/.test(what)
      ),
      ["header: epoch 2^32", withValues(header, { [Label.epoch]: 2 ** 32 })],
      ["header: revision 0", withValues(header, { [Label.revision]: 0 })],
    ],
    (changed) => seal(changed, content),
    HEADER_CAUSES
  );
  await refusals.addAll(
    "encrypted anew, ",
    [
      ...withoutKeys(misshapings(content, CONTENT, "content: ")).filter(
        ([what]) => what !== "title dropped"
      ),
      ["text not in UTF-8", withValues(content, { 6: new Uint8Array([0xff]) })],
      [
        "title not in UTF-8",
        withValues(content, { 7: new Uint8Array([0x80]) }),
      ],
      ["not a map", [content]],
      [
        "signed as a message is",
        await sign1(jane.signing.privateKey, header, content),
      ],
      ["a byte behind the content", join(encode(content), [0])],
      ["no content", new Uint8Array(0)],
    ],
    (changed) => seal(header, changed)
  );
  await refusals.addAll(
    "padding: ",
    [
      ["no mark", new Uint8Array(512)],
      ["too long", join(pad(encoded), new Uint8Array(1))],
    ],
    (padded) => encrypt0(key, header, padded, NONCE),
    {},
    "bad-padding"
  );
  refusals.add(
    "padding: none",
    await encrypt0(key, header, encoded, NONCE),
    "malformed"
  );
  await refusals.addAll(
    "",
    [
      [
        "nonce altered",
        parts.with(1, new Map([[5, altered(parts[1].get(5))]])),
      ],
      ["ciphertext altered", parts.with(2, altered(parts[2]))],
      [
        "message id altered",
        parts.with(
          0,
          encode(
            withValues(header, {
              [Label.messageId]: altered(header.get(Label.messageId)),
            })
          )
        ),
      ],
    ],
    (changed) => new Tagged(16, changed),
    {},
    "not-decrypted"
  );
  return refusals.list;
}
