import { parseEnvelope } from "heart/envelope";
import { listsPair } from "heart/roster";
import {
  damaged,
  heldRoster,
  isNamed,
  isSeenAt,
  knownRevision,
  type LieKind,
  reads,
  type Telling,
} from "./lie";
import type { PagePost } from "./server";

type Open = PagePost & { encrypted_raw: string };

/** Those that stand there, and that the device can judge. */
function readable(posts: PagePost[], telling: Telling): Open[] {
  return posts.filter(
    (post): post is Open =>
      post.encrypted_raw !== null && reads(telling, post.encrypted_raw)
  );
}

export const LIES_ABOUT_MESSAGES: LieKind[] = [
  {
    name: "an older version of a post",
    posts(posts, telling) {
      for (const post of readable(posts, telling)) {
        const stored = telling.topic.posts.find(({ id }) => id === post.id)!;
        const [first] = stored.versions;
        const revision = parseEnvelope(first!.replace(/^.*:/, "")).place
          .revision;
        if (
          stored.versions.length > 1 &&
          knownRevision(telling.device, first!) > revision &&
          reads(telling, first!)
        ) {
          post.encrypted_raw = first!;
          telling.told();
        }
      }
    },
  },
  {
    name: "an older title",
    page(page, telling) {
      const [first] = telling.topic.titles;
      const { revision } = parseEnvelope(first!).place;
      if (
        knownRevision(telling.device, first!) > revision &&
        reads(telling, first!)
      ) {
        page.conversation!.title = first!;
        telling.told();
      }
    },
  },
  {
    name: "the texts of two members' posts exchanged",
    posts(posts, telling) {
      const [one, ...others] = readable(posts, telling);
      const other = others.find(({ user_id }) => user_id !== one!.user_id);
      if (one && other) {
        [one.encrypted_raw, other.encrypted_raw] = [
          other.encrypted_raw,
          one.encrypted_raw,
        ];
        telling.told();
      }
    },
  },
  {
    name: "two posts of one member exchanged, which were seen before",
    posts(posts, telling) {
      const seen = readable(posts, telling).filter(({ id }) =>
        isSeenAt(telling.device, id)
      );
      const [one, ...others] = seen;
      const other = others.find(({ user_id }) => user_id === one!.user_id);
      if (one && other) {
        [one.encrypted_raw, other.encrypted_raw] = [
          other.encrypted_raw,
          one.encrypted_raw,
        ];
        telling.told();
      }
    },
  },
  {
    name: "a post of another conversation",
    posts(posts, telling) {
      const other = telling.world.server.topics.find(
        (topic) => topic !== telling.topic
      );
      const [post] = readable(posts, telling);
      if (post && other) {
        post.encrypted_raw = other.posts[0]!.versions[0]!;
        telling.told();
      }
    },
  },
  {
    name: "another author beside a post",
    posts(posts, telling) {
      const [post] = readable(posts, telling);
      if (post) {
        post.user_id = (post.user_id % telling.world.scenario.members) + 1;
        telling.told();
      }
    },
  },
  {
    name: "a post damaged",
    posts(posts, telling) {
      const post = readable(posts, telling).at(-1);
      if (post) {
        post.encrypted_raw = damaged(post.encrypted_raw);
        telling.told();
      }
    },
  },
  {
    name: "a title in the place of a text",
    posts(posts, telling) {
      const title = telling.topic.titles.at(-1)!;
      const [post] = readable(posts, telling);
      if (post) {
        post.encrypted_raw = post.encrypted_raw.replace(/[^:]*$/, title);
        telling.told();
      }
    },
  },
  {
    name: "the page of another conversation",
    page(page, telling) {
      const { device, topic, world, victimId } = telling;
      const other = world.server.topics.find(
        ({ id, members, keys }) =>
          id !== topic.id && members.has(victimId) && keys.has(victimId)
      );
      const known = device.storage.values.get("topics") as
        | Map<number, string>
        | undefined;
      if (other && known?.has(topic.id)) {
        const { conversation, posts } = world.server.page(victimId, other.id);
        page.conversation = conversation;
        page.posts = posts;
        page.stream = posts.map(({ id }) => id);
        telling.told();
      }
    },
  },
  {
    name: "a post left out that others name",
    page(page, telling) {
      const { topic, memory, device } = telling;
      const gone = topic.posts.find(
        ({ versions, isDeleted }) => !isDeleted && isNamed(device, versions[0]!)
      );
      if (gone && topic.posts.every(({ isDeleted }) => !isDeleted)) {
        memory.set("gone", gone.id);
        page.stream = page.stream.filter((id) => id !== gone.id);
        telling.told();
      }
    },
    posts(posts, { memory }) {
      const at = posts.findIndex(({ id }) => id === memory.get("gone"));
      if (at >= 0) {
        posts.splice(at, 1);
      }
    },
  },
  {
    name: "what was there at the beginning, to a new device",
    unseen:
      "an earlier state that is whole looks like a conversation that went no further",
    page(page, telling) {
      const { device, memory } = telling;
      if (!heldRoster(telling) || memory.has(device.name)) {
        memory.set(device.name, "told of no more");
        const { posts, titles, roster } = telling.topic;
        const allGrants = telling.world.server.allGrants.filter(
          ({ conversationId }) => conversationId === roster.conversationId
        );
        const [entry] = roster.entries;
        const first = allGrants.slice(0, entry!.participants.length);
        page.conversation!.roster = { sequence: 0, entry: entry!.encoded };
        page.conversation!.title = titles[0]!;
        page.memberIds = entry!.participants.map(({ userId }) => userId);
        page.posts = posts.slice(0, 1).map(({ id, userId, versions }) => ({
          id,
          number: 1,
          user_id: userId,
          encrypted_raw: versions[0]!,
        }));
        page.stream = page.posts.map(({ id }) => id);
        page.conversation!.keys = page.conversation!.keys.filter(
          ({ epoch }) => epoch === 1
        );
        // whoever was invited later has keys that name a later entry
        const isOfThen = page.conversation!.keys.some(({ grant }) =>
          first.some((each) => each.grant === grant)
        );
        if (isOfThen && listsPair(entry!, telling.device.identity!)) {
          telling.told();
        }
      }
    },
    rosters(payload, { topic, memory, device }) {
      const [entry] = topic.roster.entries;
      if (memory.has(device.name)) {
        payload.entries = payload.entries.filter(
          (each) => each === entry!.encoded
        );
        payload.newest = 0;
        payload.member_ids = entry!.participants.map(({ userId }) => userId);
      }
    },
  },
];
