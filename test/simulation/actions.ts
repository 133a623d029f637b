import { listsPair, newestEntry } from "heart/roster";
import { nameOfMember } from "./accounts";
import type { Device } from "./device";
import { Lost } from "./network";
import { openTopic, readTopic } from "./reading";
import type { Action } from "./scenario";
import type { Topic } from "./server";
import type { World } from "./world";
import {
  draftConversation,
  draftEdit,
  draftReply,
  Held,
  sendConversation,
  sendEdit,
  sendReply,
} from "./writing";

const DEVICES_OF_EACH = 2;
const ATTEMPTS_TO_SEND = 3;
const MOST_CARDS = 6;

/** Does it, and says what came of it. */
export async function act(
  world: World,
  device: Device,
  topic: Topic,
  { kind, target }: Action
): Promise<string | void> {
  const { userId } = device;
  const isFresh = kind !== "read again" && target % 3 > 0;
  if (target % 7 === 0) {
    await device.load();
  }
  switch (kind) {
    case "start":
      return startOne(world, device, target);
    case "read":
      await readTopic(device, topic.id, true);
      return;
    case "read again":
      await readTopic(device, topic.id, false);
      return;
    case "send": {
      await readTopic(device, topic.id, isFresh);
      return sendOne(world, device, topic);
    }
    case "edit": {
      const shown = await openTopic(device, topic.id, isFresh);
      const own = shown.postStream!.posts.filter(
        (post) => post.user_id === userId && post.encrypted_raw
      );
      const post = own[target % (own.length || 1)];
      if (post) {
        const text = world.newText(device);
        await sendEdit(device, await draftEdit(device, shown, post, text));
        return `post ${post.id} to “${text}”`;
      }
      return "nothing";
    }
    case "delete": {
      const own = topic.posts.slice(1).filter((post) => post.userId === userId);
      const post = own[target % (own.length || 1)];
      if (post) {
        await world.network.ask(
          device,
          { name: "delete", topicId: topic.id },
          (server) => server.deletePost(userId, topic.id, post.id)
        );
      }
      return;
    }
    case "invite from the beginning":
    case "invite from now on":
      return invite(world, device, topic, target, kind.endsWith("beginning"));
    case "leave":
    case "remove": {
      const others = [...topic.members].filter((id) => id !== userId);
      const gone =
        kind === "leave" ? userId : others[target % (others.length || 1)];
      if (gone && topic.members.size > 1) {
        await world.network.ask(
          device,
          { name: "remove", topicId: topic.id },
          (server) => server.remove(topic.id, gone)
        );
        return `${gone}`;
      }
      return;
    }
    case "rotate":
    case "reset":
      return newKeys(world, device, kind);
    case "second device":
      if (world.devicesOf(userId).length < DEVICES_OF_EACH) {
        return (await world.newDevice(userId)).name;
      }
  }
}

/** A conversation with as many as `target` says. */
export async function startOne(
  world: World,
  device: Device,
  target: number
): Promise<string> {
  const { members } = world.scenario;
  const count = 1 + (target % Math.max(1, Math.min(members - 1, 19)));
  const ids = Array.from(
    { length: count },
    (_, at) => ((device.userId + at) % members) + 1
  ).filter((id) => id !== device.userId);
  const draft = draftConversation(ids, world.newText(device));
  const { topicId } = await agreeing(world, device, null, () =>
    sendConversation(device, draft)
  );
  return `topic ${topicId} with ${ids.join(", ")}`;
}

/** A message, sent again for as long as it makes sense. */
export async function sendOne(
  world: World,
  device: Device,
  topic: Topic
): Promise<string> {
  const text = world.newText(device);
  const shown = await openTopic(device, topic.id, false);
  if (!shown.encrypted_conversation) {
    return "no key";
  }
  const draft = draftReply(shown, text);
  await agreeing(world, device, topic, () => sendReply(device, draft));
  return `“${text}”`;
}

/** Where others have come to new keys, the member goes on with these, or without them. */
async function agreeing<T>(
  world: World,
  device: Device,
  topic: Topic | null,
  send: () => Promise<T>
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      const isLast = attempt === ATTEMPTS_TO_SEND;
      const isLost = (error as { cause?: unknown }).cause instanceof Lost;
      if (error instanceof Held && error.changes.length > 0 && !isLast) {
        await agreeOrNot(world, device, topic, error);
      } else if (!isLost || isLast) {
        throw error;
      }
    }
  }
}

async function agreeOrNot(
  world: World,
  device: Device,
  topic: Topic | null,
  error: Held
): Promise<void> {
  const { contacts, inviter } = device.page.services;
  for (const change of error.changes) {
    const { userId, username, card, kind } = change;
    if (kind !== "changed" || !card || !world.reset.has(userId)) {
      throw error;
    }
    const shown = topic && device.page.topics.get(topic.id);
    if (!shown || world.dice.chance(0.5)) {
      await contacts.confirm([{ username, card }]);
    } else {
      world.trace.push(`${device.name}: without ${userId} from now on`);
      world.leftOut.add(`${topic.id} ${userId}`);
      await inviter.askToGoOnWithout(shown, change);
    }
  }
}

async function invite(
  world: World,
  device: Device,
  topic: Topic,
  target: number,
  isFromBeginning: boolean
): Promise<string | void> {
  const newest = newestEntry(topic.roster);
  const others = world.people.filter(({ userId, keys }) => {
    const isIn = topic.members.has(userId) && listsPair(newest, keys.at(-1)!);
    return userId !== device.userId && !isIn;
  });
  const invited = others[target % (others.length || 1)];
  if (!invited) {
    return;
  }
  const shown = await openTopic(device, topic.id, target % 3 > 0);
  if (!shown.encrypted_conversation) {
    return "no key";
  }
  const { inviter, contacts } = device.page.services;
  const { userId } = invited;
  const name = nameOfMember(userId);
  world.inviting.set(`${topic.id} ${device.userId} ${userId}`, isFromBeginning);
  for (let attempt = 1; ; attempt++) {
    const refusal = await inviter.invite(shown, name, isFromBeginning);
    if (!refusal) {
      return `${userId}`;
    }
    if (refusal.kind !== "changed" || attempt === ATTEMPTS_TO_SEND) {
      throw new Held(refusal.kind);
    }
    // whoever is shown other keys than before has to agree to them
    await agreeOrNot(world, device, null, new Held("changed", refusal.members));
  }
}

async function newKeys(
  world: World,
  device: Device,
  way: "rotate" | "reset"
): Promise<string> {
  const { identity } = device.page.services;
  const { person } = device;
  if (person.keys.length > MOST_CARDS) {
    return "no more";
  }
  if (way === "rotate") {
    await device.withSecret((secret) => identity.replaceKeys(secret));
  } else {
    person.secrets.push(`${person.secrets[0]} ${person.secrets.length}`);
    await identity.resetEncryption(person.secrets.at(-1)!);
  }
  device.noteKeys();
  return `${person.keys.length}`;
}

/**
 * What docs/members.md says to do where the site was restored from a backup: the keys and the address book that it has lost
 * are put back, and this device is to forget what stood where. Dialogs that propose it are agreed to.
 */
export async function acceptSetBack(device: Device): Promise<void> {
  if (!device.hasHeardOfSetBack) {
    await device.load();
    device.hasHeardOfSetBack = true;
    device.page.services.setBack.ask({ id: 0 } as never, true);
  }
  const { contacts, addressBook } = device.page.services;
  await contacts.load().catch(() => {}); // which finds the problem
  if (addressBook.problem) {
    // another device may be faster
    await (
      addressBook.canPutBack ? addressBook.putBack() : addressBook.beginAnew()
    ).catch(() => {});
  }
}
