import {
  decodeCbor,
  decodeCborText,
} from "../../../assets/javascripts/discourse/lib/cbor";
import {
  pad,
  TITLE_STEPS,
} from "../../../assets/javascripts/discourse/lib/envelope";
import { encode } from "./cbor";
import { withValues } from "./changes";
import { id, MARKER, openLayers } from "./layers";
import { Kind, Label } from "./names";
import { Refusals } from "./refusals";
import { encrypt0, sign1 } from "./seal";

const NONCE = new Uint8Array(12).fill(9);

export async function refusedTitles(good, { pete }, conversation, body) {
  const { contentCryptoKey } = conversation.epochs[1];
  const refusals = new Refusals("title", good);
  const envelope = decodeCborText(good.title);
  const header = decodeCbor(envelope.value[0]);
  const { header: inner, payload } = await openLayers(envelope, {
    contentCryptoKey,
  });
  const signed = await sign1(
    pete.signing.privateKey,
    inner,
    withValues(payload, { 7: new Uint8Array(1) })
  );
  refusals.addText("a body", body.slice(MARKER.length), "wrong-kind", {
    message_id: null,
  });
  refusals.addText(
    "with the marker of a body",
    MARKER + good.title,
    "malformed"
  );
  refusals.addText("another author than is shown", good.title, "wrong-author", {
    author_id: 11,
  });
  refusals.addText("another title's message id", good.title, "wrong-message", {
    message_id: id(8),
  });
  refusals.add(
    "signed anew, with a title's title",
    await encrypt0(
      contentCryptoKey,
      header,
      pad(encode(signed), TITLE_STEPS),
      NONCE
    ),
    "malformed"
  );
  const asBody = await sign1(
    pete.signing.privateKey,
    new Map(inner).set(Label.kind, Kind.body),
    payload
  );
  refusals.add(
    "signed as a body",
    await encrypt0(
      contentCryptoKey,
      header,
      pad(encode(asBody), TITLE_STEPS),
      NONCE
    ),
    "wrong-kind"
  );
  const asTitle = await sign1(pete.signing.privateKey, inner, payload);
  refusals.add(
    "padded as a body is",
    await encrypt0(contentCryptoKey, header, pad(encode(asTitle)), NONCE),
    "bad-padding"
  );
  return refusals.list;
}
