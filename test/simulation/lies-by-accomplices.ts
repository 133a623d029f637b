import { sealBody } from "heart/bodies";
import { encodeBase64url } from "heart/bytes";
import { deriveConversationKey, newMessageId } from "heart/conversation";
import { sealGrant } from "heart/grant";
import { nameOf } from "heart/message";
import { listsPair, newestEntry, type Roster, sealEntry } from "heart/roster";
import { importHkdfKey, randomBytes } from "heart/webcrypto";
import type { Device } from "./device";
import {
  cardsOf,
  heldRoster,
  keysOf,
  knownRevision,
  type LieKind,
  neededRows,
  reads,
  type Telling,
} from "./lie";
import { puppet } from "./puppets";
import { openTopic } from "./reading";
import { placeOf as placeIn } from "./rules";
import type { Conversation, Page, PagePost, Topic } from "./server";
import type { World } from "./world";

// Lies for which somebody signs who works with the site: with keys that hold, or with keys of the site's own.

/** Whoever takes part beside the victim, with keys that hold. */
function accomplice(
  world: World,
  topic: Topic,
  victimId: number
): Device | undefined {
  return world.devices.find(
    ({ userId, identity }) =>
      userId !== victimId &&
      topic.members.has(userId) &&
      identity !== null &&
      identity === keysOf(world, userId) &&
      listsPair(newestEntry(topic.roster), identity)
  );
}

export const LIES_BY_ACCOMPLICES: LieKind[] = [
  {
    // who takes part, but may not speak for others
    name: "a participant's false word of what was written before",
    async prepare({ world, topic, victimId, memory }) {
      const colluder = accomplice(world, topic, victimId);
      const written = colluder && (await firstPost(colluder, topic));
      if (!written) {
        return;
      }
      const { first, writing } = written;
      const { author, entry, key } = writing;
      const half = new Uint8Array(16).fill(7);
      const raw = await sealBody({
        author,
        key,
        entry,
        messageId: newMessageId(),
        revision: 1,
        latestRead: [{ ...nameOf(first), half }],
        text: "a lie",
      });
      world.texts.set("a lie", colluder.userId);
      await world.server.createPost(colluder.userId, topic.id, {
        raw,
        fingerprint: encodeBase64url(author.fingerprint),
      });
      memory.set("raw", raw);
    },
    posts(posts, telling) {
      const raw = telling.memory.get("raw");
      const first = telling.topic.posts[0]!;
      if (
        posts.some(({ encrypted_raw }) => encrypted_raw === raw) &&
        reads(telling, raw as string) &&
        !first.isDeleted &&
        reads(telling, first.versions.at(-1)!) &&
        knownRevision(telling.device, first.versions.at(-1)!) > 0
      ) {
        telling.told();
      }
    },
  },
  {
    name: "a message of an epoch that has ended, by who was there",
    async prepare({ world, topic, victimId, memory }) {
      const { entries } = topic.roster;
      const now = newestEntry(topic.roster);
      const entry = entries.find(({ epoch }) => epoch < now.epoch);
      const colluder = world.devices.find(
        ({ userId, identity, storage }) =>
          entry &&
          userId !== victimId &&
          identity !== null &&
          listsPair(entry, identity) &&
          storage.values.has(
            `key:${topic.roster.conversationId}:${entry.epoch}`
          )
      );
      const key =
        entry &&
        (await colluder?.page.services.identity.keystore?.conversationKey(
          topic.roster.conversationId,
          entry.epoch
        ));
      if (!key) {
        return;
      }
      const raw = await sealBody({
        author: colluder!.identity!,
        key,
        entry,
        messageId: newMessageId(),
        revision: 1,
        latestRead: [],
        text: "as if then",
      });
      memory.set("post", {
        id: 900_000 + topic.id,
        number: topic.posts.length + 1,
        user_id: colluder!.userId,
        encrypted_raw: raw,
      });
    },
    page(page, telling) {
      const post = telling.memory.get("post") as PagePost | undefined;
      // it is seen to be late below a newer one in its first revision
      const isBelowNewer = telling.topic.posts.some(
        ({ versions, isDeleted }) =>
          !isDeleted &&
          post &&
          placeIn(versions[0]!).revision === 1 &&
          placeIn(versions[0]!).epoch > placeIn(post.encrypted_raw!).epoch
      );
      if (post && isBelowNewer && reads(telling, post.encrypted_raw!)) {
        page.posts.push(post);
        page.stream.push(post.id);
        telling.told();
      }
    },
  },
  {
    name: "the site's own key, granted by nobody who takes part",
    async prepare({ world, topic, victimId, memory }) {
      const [card] = await cardsOf(world, victimId);
      memory.set("grant", await falseGrant(topic, await puppet(), card));
    },
    page(page, telling) {
      replaceGrants(page, telling);
    },
  },
  {
    name: "another key, granted by somebody who takes part",
    async prepare({ world, topic, victimId, memory }) {
      const [card] = await cardsOf(world, victimId);
      const other = accomplice(world, topic, victimId);
      if (other) {
        const grant = await falseGrant(topic, other.identity!, card);
        memory.set("grant", grant);
        memory.set("by", other.userId);
      }
    },
    page(page, telling) {
      replaceGrants(page, telling);
    },
  },
  {
    name: "an entry by nobody who takes part",
    async prepare({ world, topic, memory }) {
      const stranger = await puppet();
      const listed = newestEntry(topic.roster);
      const before = {
        ...listed,
        participants: [...listed.participants, stranger],
      };
      const { encoded, sequence } = await sealEntry(
        stranger,
        {
          ...topic.roster,
          entries: [...topic.roster.entries.slice(0, -1), before],
        },
        { ...before, epoch: before.epoch + 1, commitment: randomBytes(32) }
      );
      memory.set("entry", { sequence, entry: encoded });
      world.trace.push(`the site seals an entry for topic ${topic.id}`);
    },
    page(page, telling) {
      showEntry(page, telling);
    },
  },
  {
    name: "two entries in one place, by somebody who takes part",
    async prepare({ world, topic, victimId, memory }) {
      const other = accomplice(world, topic, victimId);
      const newest = newestEntry(topic.roster);
      const entries = topic.roster.entries.slice(0, -1);
      if (!other || entries.length === 0) {
        return;
      }
      const before: Roster = { ...topic.roster, entries };
      if (!listsPair(newestEntry(before), other.identity!)) {
        return;
      }
      const { participants, epoch } = newestEntry(before);
      const { encoded } = await sealEntry(other.identity!, before, {
        participants,
        epoch: epoch + 1,
        commitment: randomBytes(32),
      });
      memory.set("entry", { sequence: newest.sequence, entry: encoded });
    },
    page(page, telling) {
      const held = heldRoster(telling);
      if (held?.entries.length === telling.topic.roster.entries.length) {
        showEntry(page, telling);
      }
    },
  },
];

/** What somebody reads at the beginning, and all that they write with. */
async function firstPost(colluder: Device, topic: Topic) {
  return colluder.run(async () => {
    const shown = await openTopic(colluder, topic.id, true);
    const { conversations, keyring } = colluder.page.services;
    const [post] = shown.postStream!.posts;
    const first = post && (await conversations.readPost(post, shown));
    return first?.state === "open"
      ? { first: first.message, writing: await keyring.writing(shown) }
      : null;
  });
}

/** Of a key that the roster does not name, for the newest epoch. */
async function falseGrant(
  { roster }: Topic,
  granter: Parameters<typeof sealGrant>[0],
  member: Parameters<typeof sealGrant>[1]
): Promise<string> {
  const bytes = randomBytes(32);
  const { epoch, digest } = newestEntry(roster);
  const key = await deriveConversationKey(
    await importHkdfKey(bytes),
    roster.conversationId,
    epoch
  );
  return sealGrant(granter, member, key, bytes, digest);
}

function replaceGrants(page: Page, telling: Telling): void {
  const grant = telling.memory.get("grant") as string | undefined;
  const { epoch: newest } = newestEntry(telling.topic.roster);
  for (const row of grant ? neededRows(page, telling) : []) {
    if (row.epoch === newest) {
      row.grant = grant!;
      row.granted_by_id =
        (telling.memory.get("by") as number | undefined) ?? row.granted_by_id;
      telling.told();
    }
  }
}

function showEntry(page: Page, telling: Telling): void {
  const shown = telling.memory.get("entry") as
    | Conversation["roster"]
    | undefined;
  if (shown) {
    page.conversation!.roster = shown;
    telling.told();
  }
}
