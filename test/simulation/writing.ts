import { sealBody, sealTitle } from "heart/bodies";
import type { IdentityCard } from "heart/card";
import { newMessageId } from "heart/conversation";
import { MAX_LATEST_READ, type NamedMessage } from "heart/message";
import { createConversation } from "heart/participants";
import { newestEntry } from "heart/roster";
import type { Device, Writing } from "./device";
import { isRosterConflict, type OnEntry, settled } from "./participation";
import { readPost, readShownTitle } from "./reading";
import type { Page, Server } from "./server";

// As services/encrypted-messages-sealing.ts and -edits.ts have it.

/** Starts a conversation; sends it again as it is where no answer came. */
export async function start(
  device: Device,
  userIds: readonly number[],
  text: string,
  onEntry: OnEntry
): Promise<Page> {
  const members: IdentityCard[] = [];
  for (const id of userIds) {
    const card = await device.directory.currentCardOf(id);
    if (card) {
      members.push(card);
    }
  }
  const author = device.identity;
  const begun = await createConversation({ granter: author, members });
  const { roster, key, grants } = begun;
  const common = {
    author,
    key,
    entry: newestEntry(roster),
    latestRead: [],
    revision: 1,
  };
  const title = `title of ${text}`;
  const given = {
    conversationId: roster.conversationId,
    entry: newestEntry(roster).encoded,
    grants,
    raw: await sealBody({ ...common, messageId: newMessageId(), text, title }),
    title: await sealTitle({
      ...common,
      messageId: newMessageId(),
      text: title,
    }),
  };
  await device.learn(roster.conversationId, [given.entry]);
  await device.keystore.saveConversationKey(key);
  const page = await device.network.ask(
    device,
    { name: "new topic", topicId: null },
    async (server) => {
      const made = await server.createTopic(author.userId, given);
      onEntry(device, made.topicId, null);
      return made;
    }
  );
  await device.keystore.rememberTopic(page.topicId, roster.conversationId);
  device.pages.set(page.topicId, page);
  return page;
}

/** What was sealed, and for whom: sent again as it is for as long as that is the same. */
export interface Composition {
  text: string;
  messageId: string;
  sealed: { raw: string; epoch: number } | null;
}

export function compose(text: string): Composition {
  return { text, messageId: newMessageId(), sealed: null };
}

/** A reply. Throws what its author is told of; another attempt may follow with the same composition. */
export async function send(
  device: Device,
  page: Page,
  composition: Composition,
  onEntry: OnEntry
): Promise<void> {
  const { author, entry, key } = await settled(device, page, onEntry);
  if (composition.sealed?.epoch !== key.epoch) {
    if (composition.sealed) {
      composition.messageId = newMessageId();
    }
    const raw = await sealBody({
      author,
      key,
      entry,
      messageId: composition.messageId,
      revision: 1,
      latestRead: latestRead(device, page),
      text: composition.text,
    });
    composition.sealed = { raw, epoch: key.epoch };
  }
  const { raw } = composition.sealed;
  const post = await asking(device, page, (server) =>
    server.createPost(device.userId, page.topicId, raw)
  );
  if (!page.stream.includes(post.id)) {
    page.stream.push(post.id);
    page.posts.push(post);
  }
  await readPost(device, page, post);
}

/** An edit of one's own post: the revision after all that was stored or sealed. */
export async function edit(
  device: Device,
  page: Page,
  postId: number,
  text: string,
  onEntry: OnEntry
): Promise<void> {
  const post = page.posts.find(({ id }) => id === postId)!;
  const shown = await readPost(device, page, post);
  if (shown.state !== "open" || shown.isOlder) {
    device.reload();
    return;
  }
  const { message } = shown;
  const { author, entry, key } = await settled(device, page, onEntry);
  const { messageId, latestRead: named } = message;
  const sealedBefore = await device.keystore.sealedRevision(messageId);
  const revision = Math.max(message.revision, sealedBefore) + 1;
  const raw = await sealBody({
    author,
    key,
    entry,
    messageId,
    revision,
    latestRead: named,
    text,
    title: message.title,
  });
  await device.keystore.rememberSealed(messageId, revision);
  const title =
    postId === page.stream[0]
      ? await editedTitle(device, page, `title of ${text}`, {
          author,
          entry,
          key,
        })
      : null;
  await asking(device, page, (server) =>
    server.editPost(device.userId, page.topicId, postId, raw, title)
  );
  post.encrypted_raw = raw;
  page.conversation.title = title ?? page.conversation.title;
  await readPost(device, page, post);
}

/** Whoever edits a conversation's first message may change its title with it; null where it cannot be read. */
async function editedTitle(
  device: Device,
  page: Page,
  text: string,
  writing: Pick<Writing, "author" | "entry" | "key">
): Promise<string | null> {
  const shown = await readShownTitle(device, page);
  if (shown.state !== "open" || shown.isOlder) {
    return null;
  }
  const { messageId, revision } = shown.message;
  const sealed = await device.keystore.sealedRevision(messageId);
  const next = Math.max(revision, sealed) + 1;
  await device.keystore.rememberSealed(messageId, next);
  return sealTitle({
    ...writing,
    messageId,
    revision: next,
    latestRead: shown.message.latestRead,
    text,
  });
}

/** Says of who takes part that the page is behind, where the site says so. */
async function asking<T>(
  device: Device,
  page: Page,
  answer: (server: Server) => T
): Promise<T> {
  const request = { name: "write", topicId: page.topicId };
  try {
    return await device.network.ask(device, request, answer);
  } catch (error) {
    if (isRosterConflict(error)) {
      device.behind.add(page.topicId);
    }
    throw error;
  }
}

function latestRead(device: Device, page: Page): NamedMessage[] {
  return page.posts
    .map(({ id }) => device.read.get(id))
    .filter((named) => named !== undefined)
    .slice(-MAX_LATEST_READ);
}
