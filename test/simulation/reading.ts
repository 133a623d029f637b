import { equal } from "heart/bytes";
import type { Reason } from "heart/errors";
import { type Message, nameOf } from "heart/message";
import { readBody, readTitle } from "heart/reading";
import type { KeptRoster } from "heart/records";
import { newestEntry, type Roster } from "heart/roster";
import { type Device, reasonOf } from "./device";
import { Lost } from "./network";
import { type Page, type PagePost, Refused } from "./server";

// As services/encrypted-messages-conversations.ts has it.

export type Shown =
  | { state: "open"; message: Message; isOlder: boolean }
  | { state: "failed"; reason: Reason }
  | { state: "no-key" | "earlier-keys" | "unreachable" | "deleted" };

export interface ShownPage {
  page: Page;
  posts: Map<number, Shown>;
  title: Shown;
}

/** The topic's page with its whole stream; the one that is open already, or a new one. */
export async function openPage(
  device: Device,
  topicId: number,
  isFresh: boolean
): Promise<Page> {
  const kept = device.pages.get(topicId);
  if (kept && !isFresh) {
    return kept;
  }
  device.behind.delete(topicId);
  const request = { name: "page", topicId };
  const page = await device.network.ask<Page>(device, request, (server) =>
    server.page(device.userId, topicId)
  );
  while (page.posts.length < page.stream.length) {
    const missing = page.stream.filter(
      (id) => !page.posts.some((post) => post.id === id)
    );
    const more = await device.network.ask<PagePost[]>(
      device,
      { name: "posts", topicId },
      (server) => server.posts(device.userId, topicId, missing)
    );
    if (more.length === 0) {
      break;
    }
    page.posts.push(...more);
  }
  device.pages.set(topicId, page);
  return page;
}

/** Everything on a page, and what its member is told of it. */
export async function readPage(
  device: Device,
  topicId: number,
  isFresh: boolean
): Promise<ShownPage | null> {
  try {
    // What has changed while the page was being fetched is there when it is fetched anew.
    for (let attempt = 1; ; attempt++) {
      const page = await openPage(device, topicId, isFresh);
      const shown = await readAll(device, page);
      const isOlder = [...shown.posts.values(), shown.title].some(
        (each) => each.state === "open" && each.isOlder
      );
      if (!isFresh || !isOlder || attempt === 4) {
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

async function readAll(device: Device, page: Page): Promise<ShownPage> {
  await device.directory.lookUp([
    ...new Set([...page.memberIds, ...page.posts.map((post) => post.user_id)]),
  ]);
  const posts = new Map<number, Shown>();
  for (const post of page.posts) {
    posts.set(post.id, await readPost(device, page, post));
  }
  return { page, posts, title: await readShownTitle(device, page) };
}

export function readPost(
  device: Device,
  page: Page,
  post: PagePost
): Promise<Shown> {
  const { id: postId, user_id: authorId, encrypted_raw: raw } = post;
  if (raw === null) {
    return Promise.resolve({ state: "deleted" });
  }
  return open(device, page, async (roster) => {
    const context = contextOf(device, page, roster);
    const read = await readBody(raw, { ...context, authorId, postId });
    device.read.set(postId, nameOf(read.message));
    return read;
  });
}

export function readShownTitle(device: Device, page: Page): Promise<Shown> {
  const { topicId, conversation } = page;
  return open(device, page, (roster) =>
    readTitle(conversation.title, {
      ...contextOf(device, page, roster),
      authorId: null,
      topicId,
    })
  );
}

function contextOf(device: Device, page: Page, roster: KeptRoster) {
  return {
    roster,
    keyOf: (epoch: number) => device.keyOf(page, roster, epoch),
    cardsOf: device.directory.cardsOf,
    keystore: device.keystore,
  };
}

async function open(
  device: Device,
  page: Page,
  read: (roster: KeptRoster) => Promise<{ message: Message; standing: string }>
): Promise<Shown> {
  const { topicId, conversation } = page;
  try {
    await device.keystore.expectTopic(topicId, conversation.id);
    let reading;
    try {
      reading = await read(await device.rosterOf(page));
    } catch (error) {
      if (reasonOf(error) !== "unknown-entry") {
        throw error;
      }
      reading = await read((await device.askRoster(page)).roster);
    }
    await device.keystore.rememberTopic(topicId, conversation.id);
    const { message, standing } = reading;
    if (standing === "disputed") {
      device.tell("disputed", topicId);
    }
    return { state: "open", message, isOlder: standing === "older" };
  } catch (error) {
    if (error instanceof Lost || error instanceof Refused) {
      return { state: "unreachable" };
    }
    const reason = reasonOf(error) as Reason | null;
    switch (reason) {
      case null:
        throw error;
      case "no-key":
      case "earlier-keys":
        return { state: reason };
      default:
        return { state: "failed", reason };
    }
  }
}

function tellOf(device: Device, shown: ShownPage, isFresh: boolean): void {
  const { page, posts, title } = shown;
  for (const each of [...posts.values(), title]) {
    if (each.state === "failed") {
      device.tell(each.reason, page.topicId);
    } else if (isFresh && each.state === "open" && each.isOlder) {
      device.tell("older", page.topicId);
    }
  }
  const roster = device.knownRoster(page);
  if (roster?.isForked) {
    device.tell("forked", page.topicId);
  }
  if (roster && uninvited(page, roster).length > 0) {
    device.tell("uninvited", page.topicId);
  }
}

/** Whom the site lists although nobody who takes part has let them in: the rule of reading/people.ts. */
function uninvited(page: Page, roster: KeptRoster): number[] {
  const { sequence, entry } = page.conversation.roster;
  if (roster.entries[sequence]?.encoded !== entry) {
    return [];
  }
  // the page's list may be as old as its entry
  const listed = roster.entries
    .slice(sequence)
    .flatMap(({ participants }) => participants.map(({ userId }) => userId));
  return page.memberIds.filter((id) => !listed.includes(id));
}

/** Whether the member can read by their own keys that were not replaced. */
export function isListed(device: Device, roster: Roster): boolean {
  return newestEntry(roster).participants.some(
    ({ userId, fingerprint }) =>
      userId === device.userId &&
      equal(fingerprint, device.identity.fingerprint)
  );
}
