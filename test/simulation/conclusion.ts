import { newestEntry } from "heart/roster";
import type { Alarm, Device } from "./device";
import { type Lie, placeOf } from "./lie";
import { type Attempts, tryEverything } from "./outsiders";
import { isListed, readTopic } from "./reading";
import { placeOf as placeOfEnvelope } from "./rules";
import type { Topic } from "./server";
import type { World } from "./world";

/** What is wrong at the end of a run; nothing, if all is well. */
export interface Conclusion {
  problems: string[];
  attempts: Attempts;
  figures: { read: number; doubled: number };
}

/** Where the site was honest: each reads what they should on each device, a new one among them, and is told of nothing. */
export async function concludeHonest(world: World): Promise<Conclusion> {
  const problems: string[] = [];
  const figures = { read: 0, doubled: 0 };
  await world.calmly(async () => {
    for (const device of world.isSetBack ? world.devices : []) {
      await device.run(() => world.ownKeys(device));
      await world.turns.settle();
    }
    for (const topic of world.server.topics) {
      await lastWord(world, topic);
      figures.doubled += await doubled(world, topic);
      for (const device of await readers(world, topic)) {
        await checkReader(world, topic, device, problems, figures);
      }
    }
  });
  for (const device of world.devices) {
    const { alarms, userId } = device;
    for (const alarm of alarms.filter((each) => !isDue(world, userId, each))) {
      const topic = world.server.topics.find(({ id }) => id === alarm.topicId);
      if (world.isSetBack && topic && isForkedFor(device, topic)) {
        continue; // which says it all
      }
      const { topicId, what } = alarm;
      problems.push(`a false alarm: ${device.name}, topic ${topicId}: ${what}`);
    }
  }
  return { problems, attempts: await outsiders(world, problems), figures };
}

/** Where the site lies: who is told something that cannot be is told of it by their device. */
export async function concludeLying(
  world: World,
  lie: Lie
): Promise<Conclusion> {
  const problems: string[] = [];
  await world.calmly(async () => {
    const devices = world.devicesOf(lie.victimId);
    // those that the member has had know what there is by now
    world.network.lie = (answer) => answer;
    for (const device of devices) {
      await device.run(async () => {
        await world.ownKeys(device);
        await readAll(world, device);
      });
    }
    lie.beginAnew();
    for (const topic of world.server.topics) {
      await lastWord(world, topic);
      await lie.prepare(topic);
    }
    world.network.lie = lie.tell;
    for (const device of [...devices, await world.newDevice(lie.victimId)]) {
      device.alarms.length = 0;
      await device.run(async () => {
        await device.load();
        await readAll(world, device);
        await readAll(world, device);
      });
      const [first] = world.server.topics;
      if (lie.kind.isToldToWriters && first!.members.has(device.userId)) {
        await world.say(device, first!);
      }
      await world.turns.settle();
      world.lookAround();
      for (const topic of world.server.topics) {
        judge(world, lie, device, topic, problems);
      }
    }
  });
  const figures = { read: 0, doubled: 0 };
  return { problems, attempts: await outsiders(world, problems), figures };
}

/** What docs/members.md and docs/protocol.md §10 say that members may hear of a site that was restored from a backup. */
const TOLD_WHERE_SET_BACK = [
  "encrypted_messages.backup.older",
  "encrypted_messages.backup.lost",
  "address book: older",
  "address book: lost",
  "replaced",
  "forked",
  "older",
  "lost-contacts",
  "own keys",
  "uninvited",
];

/** Whether it is what a member has done that another is told of. */
function isDue(
  { reset, rolledBack, leftOut, isSetBack }: World,
  ownId: number,
  { what, topicId }: Alarm
): boolean {
  const [, kind, id] = /^(.*?) ?(\d*)$/.exec(what)!;
  if (isSetBack && TOLD_WHERE_SET_BACK.includes(kind!)) {
    return true;
  }
  switch (kind) {
    case "own keys":
      return reset.has(ownId);
    case "changed keys of":
    case "unconfirmed keys of":
      // docs/protocol.md §8.5: other keys than the known ones, and than those that these vouch for, are a stop. Earlier ones
      // are such where the site has lost the card that names them as replaced.
      return reset.has(Number(id)) || rolledBack.has(Number(id));
    case "uninvited":
      return leftOut.has(`${topicId} ${id}`);
    default:
      return false;
  }
}

async function outsiders(world: World, problems: string[]): Promise<Attempts> {
  const attempts = await tryEverything(world);
  for (const { userId, conversationId, epoch } of attempts.breaches) {
    problems.push(
      `a breach: member ${userId} opens epoch ${epoch} of ${conversationId}`
    );
  }
  return attempts;
}

function judge(
  world: World,
  lie: Lie,
  device: Device,
  topic: Topic,
  problems: string[]
): void {
  const place = placeOf(device, topic);
  if (!lie.told.has(place)) {
    return;
  }
  const heard = device.alarms.filter(
    (alarm) =>
      (alarm.topicId === topic.id || alarm.topicId === null) &&
      !isDue(world, device.userId, alarm)
  );
  const isNoticed = heard.length > 0;
  lie.noticed += isNoticed ? 1 : 0;
  if (isNoticed === Boolean(lie.kind.unseen)) {
    const what = isNoticed
      ? `noticed after all: ${heard.map((each) => each.what).join(", ")}`
      : "not noticed";
    problems.push(`${what}: ${lie.kind.name}, told to ${place}`);
  }
}

async function readAll(world: World, device: Device): Promise<void> {
  for (const { id, members, keys } of world.server.topics) {
    if (members.has(device.userId) && keys.has(device.userId)) {
      await readTopic(device, id, true);
    }
  }
}

/** Somebody writes once more, so that whoever was removed before is no longer in the roster. */
async function lastWord(world: World, topic: Topic): Promise<void> {
  for (const { userId } of newestEntry(topic.roster).participants) {
    const device = world.devicesOf(userId)[0]!;
    if (topic.members.has(userId) && isListed(device, topic.roster)) {
      await world.say(device, topic);
      return;
    }
  }
}

async function readers(world: World, topic: Topic): Promise<Device[]> {
  const ids = [...topic.members];
  const old = world.devices.filter(({ userId }) => topic.members.has(userId));
  return ids.length > 0
    ? [...old, await world.newDevice(world.dice.one(ids))]
    : old;
}

async function checkReader(
  world: World,
  topic: Topic,
  device: Device,
  problems: string[],
  figures: Conclusion["figures"]
): Promise<void> {
  await device.run(() => world.ownKeys(device));
  const { userId, identity, person } = device;
  if (!topic.keys.has(userId) || !identity) {
    return;
  }
  const shown = await device.run(() => readTopic(device, topic.id, true));
  if (!shown) {
    problems.push(`${device.name} gets no page of topic ${topic.id}`);
    return;
  }
  const { conversationId } = topic.roster;
  const isIn = isListed(device, topic.roster);
  const should = world.rights.should(conversationId, identity);
  for (const post of topic.posts.filter(({ isDeleted }) => !isDeleted)) {
    const raw = post.versions.at(-1)!;
    const { epoch } = placeOfEnvelope(raw);
    const reading = shown.posts.get(post.id);
    const why = reading?.state === "failed" ? reading.reason : null;
    const where = `${device.name}, topic ${topic.id}, post ${post.id}, epoch ${epoch}`;
    if (reading?.state === "open") {
      figures.read++;
      const taken = world.server.taken.find(({ envelope }) =>
        raw.endsWith(envelope)
      )!;
      if (!person.keys.some((pair) => world.rights.may(taken, pair))) {
        problems.push(`reads what is not theirs: ${where}`);
      }
      if (world.texts.get(reading.message.text) !== post.userId) {
        problems.push(`another text: ${where}`);
      }
    } else if (
      isIn &&
      should.has(epoch) &&
      !isForkedFor(device, topic) &&
      !(why === "forked" && isSealedTwice(world, raw))
    ) {
      const instead = JSON.stringify(reading ?? "not shown");
      problems.push(`does not read what is theirs: ${where}: ${instead}`);
    }
  }
}

/** Whether the device has seen another roster, so that nothing more is written or read there by this one. */
function isForkedFor({ storage }: Device, { roster }: Topic): boolean {
  const held = storage.values.get(`roster:${roster.conversationId}`);
  return (held as { isForked: boolean } | undefined)?.isForked ?? false;
}

/**
 * Whether the site has had another text of the same message under the same revision. docs/protocol.md §10 refuses the second
 * where the first was seen: an edit that a restored site has lost, and the next one by who has not heard of it.
 */
function isSealedTwice({ server }: World, raw: string): boolean {
  const { messageId, revision } = placeOfEnvelope(raw);
  return server.taken.some(({ envelope }) => {
    const other = placeOfEnvelope(envelope);
    return (
      other.messageId === messageId &&
      other.revision === revision &&
      !raw.endsWith(envelope)
    );
  });
}

/** Texts that stand there twice. */
async function doubled(world: World, topic: Topic): Promise<number> {
  const device = world.devices.find(
    (each) => topic.members.has(each.userId) && isListed(each, topic.roster)
  );
  const shown =
    device && (await device.run(() => readTopic(device, topic.id, true)));
  const texts = [...(shown?.posts.values() ?? [])].flatMap((each) =>
    each.state === "open" ? [each.message.text] : []
  );
  return texts.length - new Set(texts).size;
}
