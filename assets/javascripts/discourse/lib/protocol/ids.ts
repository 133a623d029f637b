import { decodeBase64url, encodeBase64url } from "../bytes/base64url";
import { type Bytes } from "../bytes/bytes";
import { randomBytes } from "../crypto/random";
import { ensure, ProtocolError } from "../errors";
import { ID_LENGTH } from "./suite";

/** A random 128-bit conversation id, in base64url (22 characters). */
export function newConversationId(): string {
  return encodeBase64url(randomBytes(ID_LENGTH));
}

/** A random 128-bit message id, in base64url (22 characters). It stays the same when the message is edited. */
export function newMessageId(): string {
  return encodeBase64url(randomBytes(ID_LENGTH));
}

/** The 16 bytes of a conversation or message id. */
export function decodeId(id: string): Bytes {
  let bytes;
  try {
    bytes = decodeBase64url(id);
  } catch {
    throw new ProtocolError("malformed");
  }
  ensure(bytes.length === ID_LENGTH, "malformed");
  return bytes;
}
