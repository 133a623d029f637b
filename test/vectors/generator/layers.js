import { webcrypto } from "node:crypto";
import { encodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import { decodeCbor } from "../../../assets/javascripts/discourse/lib/cbor";
import {
  TITLE_STEPS,
  unpad,
} from "../../../assets/javascripts/discourse/lib/envelope";
import { encode } from "./cbor";
import { Kind, Label } from "./names";

/** What a body or draft begins with. */
export const MARKER = "encrypted-message:v1:";

/** An id of one byte, sixteen times. */
export const id = (n) => encodeBase64url(new Uint8Array(16).fill(n));

/** What reading a message gives, as the vectors tell it. */
export function gives(message) {
  return {
    conversation_id: message.conversationId,
    epoch: message.epoch,
    message_id: message.messageId,
    author_id: message.authorId,
    created_at: message.createdAt,
    revision: message.revision,
    latest_read: message.latestRead.map(({ messageId, revision, half }) => [
      messageId,
      revision,
      encodeBase64url(half),
    ]),
    entry: encodeBase64url(message.entry.digest),
    text: message.text,
    title: message.title,
    digest: encodeBase64url(message.digest),
  };
}

/** What is in an envelope. */
export async function openContent(envelope, contentCryptoKey) {
  const [protectedHeader, unprotectedHeader, ciphertext] = envelope.value;
  const padded = await webcrypto.subtle.decrypt(
    {
      name: "AES-GCM",
      iv: unprotectedHeader.get(5),
      additionalData: encode([
        "Encrypt0",
        protectedHeader,
        Buffer.from("discourse-encrypted-messages"),
      ]),
    },
    contentCryptoKey,
    ciphertext
  );
  const isTitle = decodeCbor(protectedHeader).get(Label.kind) === Kind.title;
  return unpad(new Uint8Array(padded), isTitle ? TITLE_STEPS : undefined);
}

/** The signed part of an envelope. */
export async function openLayers(envelope, { contentCryptoKey }) {
  const signed = await openContent(envelope, contentCryptoKey);
  const sign1Parts = decodeCbor(signed).value;
  return {
    signed,
    header: decodeCbor(sign1Parts[0]),
    payload: decodeCbor(sign1Parts[2]),
  };
}
