import { type Keystore } from "../keystore/keystore";
import {
  type Expected,
  openBody,
  openTitle,
} from "../protocol/conversation-message";
import { type Message } from "../protocol/message";
import { type Standing } from "./ledger";

// What the screens call: verify, compare with what was seen before, remember.

export interface Reading {
  message: Message;
  standing: Standing;
}

/** A post's body. */
export async function readBody(
  raw: string,
  {
    keystore,
    postId,
    ...expected
  }: Expected & { keystore: Keystore; postId: number }
): Promise<Reading> {
  return remember(keystore, `post:${postId}`, await openBody(raw, expected));
}

/** A topic's title. */
export async function readTitle(
  title: string,
  {
    keystore,
    topicId,
    ...expected
  }: Expected & { keystore: Keystore; topicId: number }
): Promise<Reading> {
  return remember(
    keystore,
    `title:${topicId}`,
    await openTitle(title, expected)
  );
}

/**
 * How a body that was read before on this page stands now: the same envelope is "older" once a later one was seen.
 *
 * @throws ProtocolError as `readBody`, of what is compared with the ledger
 */
export async function readBodyAgain(
  message: Message,
  { keystore, postId }: { keystore: Keystore; postId: number }
): Promise<Reading> {
  return remember(keystore, `post:${postId}`, message);
}

async function remember(
  keystore: Keystore,
  place: string,
  message: Message
): Promise<Reading> {
  const { messageId, revision, digest } = message;
  const entry = { place, revision, digest };
  return {
    message,
    standing: await keystore.recordSighting(messageId, entry),
  };
}
