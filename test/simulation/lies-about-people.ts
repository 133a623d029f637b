import { newestEntry } from "heart/roster";
import {
  damaged,
  epochOf,
  heldRoster,
  holdsKey,
  isForKeysOfNow,
  isListedHere,
  keysOf,
  type LieKind,
  neededRows,
  type Telling,
} from "./lie";
import { falseSuccessorOf, PUPPET } from "./puppets";
import type { Topic } from "./server";

// Lies about who takes part and by which keys, from what the site has.

export const LIES_ABOUT_PEOPLE: LieKind[] = [
  {
    name: "another member's grant",
    page(page, telling) {
      const { topic, victimId } = telling;
      for (const row of neededRows(page, telling)) {
        const other = [...topic.keys]
          .filter(([userId]) => userId !== victimId)
          .flatMap(([, rows]) => rows)
          .find(({ epoch }) => epoch === row.epoch);
        if (other) {
          row.grant = other.grant;
          telling.told();
        }
      }
    },
  },
  {
    name: "a grant damaged",
    page(page, telling) {
      for (const row of neededRows(page, telling)) {
        row.grant = damaged(row.grant);
        telling.told();
      }
    },
  },
  {
    name: "an entry of another conversation's roster",
    page(page, telling) {
      const other = telling.world.server.topics.find(
        (topic) => topic !== telling.topic
      );
      const shown = page.conversation!.roster;
      if (other && heldRoster(telling)) {
        shown.entry = newestEntry(other.roster).encoded;
        telling.told();
      }
    },
  },
  {
    name: "an entry damaged",
    rosters(payload, telling) {
      const last = payload.entries.length - 1;
      if (last >= 0) {
        payload.entries[last] = damaged(payload.entries[last]!);
        telling.told();
      }
    },
  },
  {
    name: "entries in another order",
    rosters(payload, telling) {
      if (payload.entries.length > 1) {
        payload.entries.reverse();
        telling.told();
      }
    },
  },
  {
    name: "a roster that ends before what was written under it",
    page(page, telling) {
      const { entries } = telling.topic.roster;
      const later = page.posts.filter(
        ({ encrypted_raw }) => encrypted_raw && epochOf(encrypted_raw) > 1
      );
      const isGiven = later.some((post) =>
        page.conversation!.keys.some(
          ({ epoch }) =>
            epoch === epochOf(post.encrypted_raw!) &&
            isForKeysOfNow(telling, epoch)
        )
      );
      const { device, memory } = telling;
      if (!heldRoster(telling) || memory.has(device.name)) {
        memory.set(device.name, "told of no more");
        page.conversation!.roster = { sequence: 0, entry: entries[0]!.encoded };
        if (isGiven && isListedHere(telling)) {
          telling.told();
        }
      }
    },
    rosters(payload, { topic, memory, device }) {
      if (memory.has(device.name)) {
        payload.entries = payload.entries.filter(
          (entry) => entry === topic.roster.entries[0]!.encoded
        );
        payload.newest = 0;
      }
    },
  },
  {
    name: "somebody in the site's list alone",
    page(page, telling) {
      page.memberIds = [...page.memberIds, PUPPET];
      if (isListedHere(telling) && page.conversation!.keys.length > 0) {
        telling.told();
      }
    },
  },
  {
    name: "no card that verifies, of somebody who wrote",
    async prepare({ world, topic, victimId, memory }) {
      const post = topic.posts.find(
        ({ userId, isDeleted }) => userId !== victimId && !isDeleted
      );
      if (post) {
        const card = await falseSuccessorOf(keysOf(world, post.userId));
        memory.set("wrote", { post, card });
      }
    },
    cards(cards, { memory }) {
      const wrote = memory.get("wrote") as Wrote | undefined;
      return cards.map((each) =>
        wrote && each.user_id === wrote.post.userId
          ? {
              ...each,
              card: wrote.card,
              earlier_cards: [each.card, ...each.earlier_cards],
            }
          : each
      );
    },
    posts(posts, telling) {
      const wrote = telling.memory.get("wrote") as Wrote | undefined;
      const post = posts.find(({ id }) => id === wrote?.post.id);
      if (
        telling.topic === telling.world.server.topics[0] &&
        post?.encrypted_raw &&
        holdsKey(telling.device, telling.topic, epochOf(post.encrypted_raw))
      ) {
        telling.told();
      }
    },
  },
];

interface Wrote {
  post: Topic["posts"][number];
  card: string;
}
