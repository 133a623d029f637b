import pretender, {
  parsePostData,
} from "discourse/tests/helpers/create-pretender";
import {
  extendRoster,
  newestEntry,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/roster";
import type { Conversation } from "./conversation";
import { json, type Name, type Request, userIdOf } from "./members";
import { cardsOf } from "./people";

/** What the site says where others have changed meanwhile who takes part. */
export const CHANGED = {
  errors: ["Who takes part has changed"],
  error_type: "roster_changed",
};

/**
 * Answers for who takes part, as it is when it is asked for.
 *
 * @param most how many entries go into one answer
 * @returns the requests: topic id → the first sequence asked for
 */
export function serveRosters(
  conversations: Conversation[],
  { most = 100 } = {}
): Record<number, number>[] {
  const requests: Record<number, number>[] = [];
  pretender.get("/encrypted-messages/rosters.json", (request) => {
    const { url } = request as unknown as Request;
    const { topics } = parsePostData(url.split("?")[1] ?? "") as unknown as {
      topics: Record<string, string>;
    };
    const asked = Object.fromEntries(
      Object.entries(topics).map(([id, from]) => [Number(id), Number(from)])
    );
    requests.push(asked);
    return json(200, {
      rosters: conversations
        .filter(({ topicId }) => topicId in asked)
        .map((conversation) => rosterJson(conversation, asked, most)),
    });
  });
  return requests;
}

/** What was asked of titles and keys that lists leave out. */
export interface AskedLeftOut {
  topicIds: number[];
  isGrantWanted: boolean;
}

/**
 * Answers for what lists leave out, as it is when it is asked for.
 *
 * @returns the requests
 */
export function serveLeftOut(
  conversations: Conversation[],
  viewer: Name
): AskedLeftOut[] {
  const requests: AskedLeftOut[] = [];
  pretender.get("/encrypted-messages/conversations.json", (request) => {
    const { url } = request as unknown as Request;
    const { topic_ids = [], grants } = parsePostData(
      url.split("?")[1] ?? ""
    ) as unknown as { topic_ids?: string[]; grants?: string };
    const topicIds = topic_ids.map(Number);
    const isGrantWanted = grants === "true";
    requests.push({ topicIds, isGrantWanted });
    return json(200, {
      conversations: conversations
        .filter(({ topicId }) => topicIds.includes(topicId))
        .map((each) => each.leftOutJson(viewer, isGrantWanted)),
    });
  });
  return requests;
}

function rosterJson(
  { topicId, roster, members }: Conversation,
  asked: Record<number, number>,
  most: number
) {
  const from = asked[topicId]!;
  return {
    topic_id: topicId,
    newest: newestEntry(roster).sequence,
    entries: roster.entries
      .slice(from, from + most)
      .map(({ encoded }) => encoded),
    member_ids: members.map(userIdOf),
  };
}

/** A new entry, and what came with it. */
export interface Written {
  username?: string;
  entry: string;
  /** user id → epoch → grant */
  encrypted_keys?: Record<string, Record<string, string>>;
  /** what the site has lost */
  earlier_entries?: string[];
  /** user ids, of those who take part still */
  without?: string[];
}

/**
 * Takes new entries as the site does: each is stored with its grants if it follows the newest one, and is refused if not.
 *
 * @param before called first; what it returns is answered instead, and nothing is stored
 * @returns what was sent, stored or not
 */
export function serveEntries(
  conversation: Conversation,
  before: (attempt: number) => unknown = () => null
): Written[] {
  const written: Written[] = [];
  pretender.post(
    `/encrypted-messages/topics/${conversation.topicId}/roster.json`,
    (async (request: Request) => {
      const data = parsePostData(request.requestBody) as unknown as Written;
      written.push(data);
      const answer = await before(written.length);
      return answer ?? (await store(conversation, data));
    }) as unknown as Parameters<typeof pretender.post>[1]
  );
  return written;
}

/** @returns the site's answer */
export async function store(
  conversation: Conversation,
  { entry, encrypted_keys = {}, username, earlier_entries = [] }: Written
) {
  const { roster } = conversation;
  let longer;
  try {
    longer = await extendRoster(
      roster,
      roster.conversationId,
      [...earlier_entries, entry],
      cardsOf
    );
  } catch {
    return json(409, CHANGED);
  }
  const isNext =
    longer.entries.length ===
    roster.entries.length + earlier_entries.length + 1;
  const listed = newestEntry(longer).participants.map(({ userId }) => userId);
  const taking = [...conversation.members, username ?? ""].map((name) =>
    name ? userIdOf(name as Name) : 0
  );
  if (!isNext || listed.some((id) => !taking.includes(id))) {
    return json(409, CHANGED);
  }
  conversation.roster = longer;
  const { author } = newestEntry(longer);
  conversation.keep(
    new Map(
      Object.entries(encrypted_keys).map(([userId, grants]) => [
        Number(userId),
        new Map(
          Object.entries(grants).map(([epoch, grant]) => [Number(epoch), grant])
        ),
      ])
    ),
    author.userId
  );
  const invited = username as Name | undefined;
  if (invited && !conversation.members.includes(invited)) {
    conversation.members = [...conversation.members, invited];
  }
  return json(200, {
    user: invited && { id: userIdOf(invited), username: invited },
  });
}

/** Keeps no drafts, and says that it does. */
export function serveDrafts(): void {
  pretender.post("/drafts.json", () =>
    json(200, { success: "OK", draft_sequence: 1 })
  );
  pretender.get("/drafts/:key.json", () =>
    json(200, { draft: null, draft_sequence: 0 })
  );
  pretender.delete("/drafts/:key.json", () => json(200, { success: "OK" }));
}
