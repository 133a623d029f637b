import { type Keystore } from "../keystore/keystore";
import {
  type Expected,
  openBody,
  openTitle,
} from "../protocol/conversation-message";
import { type Message } from "../protocol/message";
import { compareWithLedger, type Standing } from "./ledger";

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

async function remember(
  keystore: Keystore,
  place: string,
  message: Message
): Promise<Reading> {
  const { messageId, revision, digest } = message;
  const [known, messageAtPlace] = await Promise.all([
    keystore.ledgerEntry(messageId),
    keystore.messageSeenAt(place),
  ]);
  const entry = { place, revision, digest };
  const standing = compareWithLedger(
    { messageId, ...entry },
    known,
    messageAtPlace
  );
  if (standing === "new" || standing === "newer") {
    await keystore.saveLedgerEntry(messageId, entry);
  }
  return { message, standing };
}
