import type { Reading, TitleReading } from "client/reading/reading";
import type { Topic } from "client/types/core";
import { encodeBase64url } from "heart/bytes";
import { newestEntry } from "heart/roster";
import type { Device } from "./device";
import { Lost } from "./network";
import { asPost, type Page } from "./page";
import { type Page as Answer, type PagePost, Refused } from "./stored";

// What a member sees of a conversation, and is told there.

const ATTEMPTS = 4;

export interface Shown {
  topic: Topic;
  posts: Map<number, Reading | { state: "deleted" }>;
  title: TitleReading;
}

/** The topic's page with its whole stream; the one that is open already, or a new one. */
export async function openTopic(
  device: Device,
  topicId: number,
  isFresh: boolean
): Promise<Topic> {
  const kept = device.page.topics.get(topicId);
  if (kept && !isFresh) {
    return kept;
  }
  const request = { name: "page", topicId };
  const answer = await device.network.ask<Answer>(device, request, (server) =>
    server.page(device.userId, topicId)
  );
  const topic = device.page.show(answer, (id) => device.postOf(topicId, id));
  const { posts, stream } = topic.postStream!;
  while (answer.conversation && posts.length < stream!.length) {
    const missing = stream!.filter(
      (id) => !posts.some((post) => post.id === id)
    );
    const more = await device.network.ask<PagePost[]>(
      device,
      { name: "posts", topicId },
      (server) => server.posts(device.userId, topicId, missing)
    );
    if (more.length === 0) {
      break;
    }
    posts.push(...more.map((post) => asPost(post, topic)));
  }
  return topic;
}

/** Everything on a page, and what its member is told of it; null where there was no answer. */
export async function readTopic(
  device: Device,
  topicId: number,
  isFresh: boolean
): Promise<Shown | null> {
  try {
    // What has changed while the page was being fetched is there when it is fetched anew.
    for (let attempt = 1; ; attempt++) {
      const topic = await openTopic(device, topicId, isFresh);
      const shown = await readAll(device.page, topic);
      if (!isFresh || !isBehind(device.page, shown) || attempt === ATTEMPTS) {
        await lookAround(device.page, topic);
        tellOf(device, shown, isFresh);
        return shown;
      }
    }
  } catch (error) {
    if (error instanceof Lost || error instanceof Refused) {
      return null;
    }
    throw error;
  }
}

async function readAll({ services }: Page, topic: Topic): Promise<Shown> {
  const { conversations } = services;
  const posts: Shown["posts"] = new Map();
  for (const post of topic.postStream!.posts) {
    posts.set(
      post.id,
      post.encrypted_raw
        ? await conversations.readPost(post, topic)
        : { state: "deleted" }
    );
  }
  return { topic, posts, title: await conversations.readTitle(topic) };
}

/** Whether the site shows less than the device knows of. */
function isBehind({ services }: Page, { topic, posts, title }: Shown): boolean {
  return (
    [...posts.values(), title].some(
      (each) => each.state === "open" && (each.isOlder || each.isNamedNewer)
    ) ||
    topic.postStream!.posts.some(
      (post) => services.order.oddityOf(topic, post)?.isBehind
    )
  );
}

/** What a topic's page does besides: judges keys, and gives those that were lost. */
async function lookAround({ services }: Page, topic: Topic): Promise<void> {
  if (topic.encrypted_conversation) {
    await services.changedKeys.prepare(topic).catch(() => {}); // it is said by what it has found
    await services.keyGiving.give(topic);
  }
}

function tellOf(device: Device, shown: Shown, isFresh: boolean): void {
  const { topic, posts, title } = shown;
  const tell = (what: string) => device.tell(what, topic.id);
  for (const each of [...posts.values(), title]) {
    if (each.state === "failed") {
      tell(each.reason);
    } else if (each.state === "open") {
      if (isFresh && (each.isOlder || each.isNamedNewer)) {
        tell("older");
      }
      if (each.isDisputed) {
        tell("disputed");
      }
    }
  }
  const { services } = device.page;
  for (const post of topic.postStream!.posts) {
    const oddity = services.order.oddityOf(topic, post);
    for (const [what, isSo] of Object.entries(oddity ?? {})) {
      if (isSo && (isFresh || what !== "isBehind")) {
        tell(what);
      }
    }
    const signer = services.conversations.signerOf(post.id);
    if (signer && services.changedKeys.isUnconfirmed(topic, signer)) {
      tell(`unconfirmed keys of ${signer.userId}`);
    }
  }
  tellOfPeople(device, topic);
}

/** What stands above a conversation. */
export function tellOfPeople(device: Device, topic: Topic): void {
  const { rosters, inviter, changedKeys, ownWatch, addressBook, identity } =
    device.page.services;
  const tell = (what: string) => device.tell(what, topic.id);
  const conversationId = topic.encrypted_conversation?.id;
  const reason = rosters.failureOf(topic);
  if (reason) {
    tell(`a roster: ${reason}`);
  }
  if (rosters.known(topic)?.isForked) {
    tell("forked");
  }
  for (const { id } of identity.isUnlocked ? inviter.uninvited(topic) : []) {
    tell(`uninvited ${id}`);
  }
  const change = changedKeys.in(topic);
  if (change) {
    tell(`${change.kind} keys of ${change.userId}`);
  }
  if (conversationId && ownWatch.isAlarmed(conversationId)) {
    tell("own keys");
  }
  if (addressBook.problem) {
    device.tell(`address book: ${addressBook.problem}`, null);
  }
  for (const what of device.page.said.splice(0)) {
    // all else answers what the member has just done
    if (what.startsWith("encrypted_messages.backup.")) {
      device.tell(what, null);
    }
  }
}

/** Whether the member takes part with the keys that are here. */
export function isListed(
  { identity }: Device,
  roster: Parameters<typeof newestEntry>[0]
): boolean {
  const own = identity && encodeBase64url(identity.fingerprint);
  return newestEntry(roster).participants.some(
    ({ userId, fingerprint }) =>
      userId === identity?.userId && encodeBase64url(fingerprint) === own
  );
}
