import { listsPair, newestEntry } from "heart/roster";
import type { Device } from "./device";
import { Lost } from "./network";
import { add, ChangedKeys, isRosterConflict } from "./participation";
import { successorOf, type Way } from "./people";
import { openPage, readPage } from "./reading";
import type { Action } from "./scenario";
import type { Topic } from "./server";
import type { World } from "./world";
import { compose, edit, send, start } from "./writing";

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
  switch (kind) {
    case "start":
      return startOne(world, device, target);
    case "read":
      await readPage(device, topic.id, true);
      return;
    case "read again":
      await readPage(device, topic.id, false);
      return;
    case "send": {
      await readPage(device, topic.id, isFresh);
      return sendOne(world, device, topic);
    }
    case "edit": {
      const page = await openPage(device, topic.id, isFresh);
      const own = page.posts.filter(
        (post) => post.user_id === userId && post.encrypted_raw
      );
      const post = own[target % (own.length || 1)];
      if (post) {
        const text = world.newText(device);
        await edit(device, page, post.id, text, world.onEntry);
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
      return newKeys(world, device, kind === "rotate" ? "vouched" : "reset");
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
  const page = await start(device, ids, world.newText(device), world.onEntry);
  return `topic ${page.topicId} with ${ids.join(", ")}`;
}

/** A message, sent again for as long as it makes sense. */
export async function sendOne(
  world: World,
  device: Device,
  topic: Topic
): Promise<string> {
  const text = world.newText(device);
  const composition = compose(text);
  for (let attempt = 1; ; attempt++) {
    const page = await openPage(device, topic.id, attempt > 2);
    try {
      await send(device, page, composition, world.onEntry);
      return `“${text}”`;
    } catch (error) {
      const isTold = error instanceof Lost || isRosterConflict(error);
      if (error instanceof ChangedKeys && attempt < ATTEMPTS_TO_SEND) {
        await acceptOrNot(world, device, topic, error);
      } else if (!isTold || attempt === ATTEMPTS_TO_SEND) {
        throw error;
      }
    }
  }
}

/** Goes on with the keys that somebody has now, or without them. */
async function acceptOrNot(
  world: World,
  device: Device,
  topic: Topic,
  error: ChangedKeys
): Promise<void> {
  for (const card of error.cards) {
    if (!world.reset.has(card.userId)) {
      throw error;
    }
    if (world.dice.chance(0.5)) {
      device.directory.agreeTo(card);
    } else {
      world.trace.push(`${device.name}: without ${card.userId} from now on`);
      await world.network.ask(
        device,
        { name: "remove", topicId: topic.id },
        (server) => server.remove(topic.id, card.userId)
      );
      await openPage(device, topic.id, true);
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
  const others = Array.from(world.server.members.values()).filter(
    ({ identity }) =>
      identity.userId !== device.userId &&
      !(topic.members.has(identity.userId) && listsPair(newest, identity))
  );
  const invited = others[target % (others.length || 1)];
  if (!invited) {
    return;
  }
  const page = await openPage(device, topic.id, target % 3 > 0);
  const { userId } = invited.identity;
  const card = await device.directory.currentCardOf(userId);
  if (card) {
    // whoever is shown other keys than before has to agree to them
    device.directory.agreeTo(card);
    await add(device, page, { card, isFromBeginning }, world.onEntry);
  }
  return `${userId}`;
}

async function newKeys(
  world: World,
  device: Device,
  way: Way
): Promise<string> {
  const person = await successorOf(device.person, way);
  if (person.cards.length > MOST_CARDS) {
    return "no more";
  }
  await world.network.ask(device, { name: "card", topicId: null }, (server) => {
    if (server.members.get(device.userId) === device.person) {
      server.replaceCard(person);
      if (way === "reset") {
        world.reset.add(device.userId);
      }
    }
  });
  if (way === "reset") {
    await device.keystore.clear();
  }
  await world.ownKeys(device);
  return person.name;
}
