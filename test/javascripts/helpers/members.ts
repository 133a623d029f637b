import type Owner from "@ember/owner";
import "./everything";
import pretender, {
  parsePostData,
  response,
} from "discourse/tests/helpers/create-pretender";
import { logIn } from "discourse/tests/helpers/qunit-helpers";
import {
  sealBody,
  sealTitle,
} from "discourse/plugins/discourse-encrypted-messages/discourse/lib/bodies";
import { newMessageId } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/conversation";
import { openKeystore } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/keystore";
import { createConversation } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/participants";
import { dropNote } from "discourse/plugins/discourse-encrypted-messages/discourse/lib/records";
import type {
  Post,
  Topic,
} from "discourse/plugins/discourse-encrypted-messages/discourse/types/core";
import { people } from "../vendor/vectors";
import { AddressBookSite } from "./address-book";
import { cardOf, identityOf } from "./people";

/** What core's untyped `response` gives, as pretender's handlers take it. */
export function json(
  status: number,
  body: unknown
): [number, Record<string, string>, string] {
  return response(status, body) as [number, Record<string, string>, string];
}

/** The parts of a pretender request that its types leave out. */
export interface Request {
  url: string;
  requestBody: string;
}

/** What a new post was sent with: newer versions of core send JSON. */
export function postedFields({ requestBody }: Request): Record<string, string> {
  return requestBody.startsWith("{")
    ? JSON.parse(requestBody)
    : parsePostData(requestBody);
}

export type Name = "jane" | "pete" | "mallory";

export function userIdOf(name: Name): number {
  return people[name]!.user_id;
}

/** Logs a member of the test vectors in; `device` tells whether their keys are here. */
export async function logInAs(
  owner: Owner,
  name: Name,
  { enabled = true, device = true } = {}
) {
  const id = userIdOf(name);
  const user = logIn(owner);
  user.setProperties({
    id,
    username: name,
    can_use_encrypted_messages: true,
    encrypted_messages_enabled: enabled,
  });

  await clearDevices();
  serveAddressBook(name);
  if (device) {
    await keepKeys(name);
  }
  return user;
}

/** Puts the member's keys on this device, as if they had enabled here. */
export async function keepKeys(name: Name): Promise<void> {
  serveAddressBook(name);
  await devices.get(userIdOf(name))!.saveIdentity(await identityOf(name));
}

/** Puts the keys on this device that Jane has since she reset her encryption. */
export async function keepJanesNewKeys(): Promise<void> {
  // with the new keys all was sealed anew, under a version above
  serveAddressBook("jane2").version = 10;
  await devices.get(userIdOf("jane"))!.saveIdentity(await identityOf("jane2"));
}

/** The site keeps an address book for the owner of the keys, in which is nobody yet. */
export function serveAddressBook(owner: string): AddressBookSite {
  pretender.put("/encrypted-messages/key-bags.json", () =>
    json(200, { success: "OK" })
  );
  return new AddressBookSite(owner);
}

/** Puts the keys on this device that Pete has since he rotated them. */
export async function keepPetesNewKeys(): Promise<void> {
  serveAddressBook("pete2").version = 10;
  await devices.get(userIdOf("pete"))!.saveIdentity(await identityOf("pete2"));
}

/** Answers card look-ups after Pete has rotated his keys. */
export function serveIdentitiesAfterPeteRotated(): void {
  pretender.get("/encrypted-messages/identities.json", () =>
    json(200, {
      identities: [
        ...(["jane", "mallory"] as const).map((name) => ({
          user_id: userIdOf(name),
          username: name,
          card: people[name]!.card,
        })),
        {
          user_id: userIdOf("pete"),
          username: "pete",
          card: people["pete2"]!.card,
          earlier_cards: [people["pete"]!.card],
        },
      ],
      missing: [],
    })
  );
}

/** Answers card look-ups after Jane has reset her encryption; a lying site says otherwise. */
export function serveIdentitiesAfterJaneReset(
  earlierCards: string[] | undefined = [people["jane"]!.card]
): void {
  pretender.get("/encrypted-messages/identities.json", () =>
    json(200, {
      identities: [
        {
          user_id: userIdOf("jane"),
          username: "jane",
          card: people["jane2"]!.card,
          earlier_cards: earlierCards,
        },
        {
          user_id: userIdOf("pete"),
          username: "pete",
          card: people["pete"]!.card,
        },
      ],
      missing: [],
    })
  );
}

/** Answers card look-ups, in which a member has these cards by now, newest first. */
export function serveCards(
  name: Name,
  [card, ...earlier]: readonly string[]
): void {
  pretender.get("/encrypted-messages/identities.json", () =>
    json(200, {
      identities: (["jane", "pete", "mallory"] as const).map((each) => ({
        user_id: userIdOf(each),
        username: each,
        card: people[each]!.card,
        ...(each === name && { card, earlier_cards: earlier }),
      })),
      missing: [],
    })
  );
}

// Opened once: every keystore is another connection to its database, which stays open.
const devices = new Map(
  Object.values(people).map(({ user_id }) => [user_id, openKeystore(user_id)])
);

/** Forgets what tests left in the browser's storage. */
export async function clearDevices(): Promise<void> {
  await Promise.all([...devices.values()].map((device) => device.clear()));
  [...devices.keys()].forEach(dropNote);
}

/**
 * Answers card look-ups for `members`.
 *
 * @returns the requests as they come
 */
export function serveIdentities(members: Name[]): URLSearchParams[] {
  const requests: URLSearchParams[] = [];

  pretender.get("/encrypted-messages/identities.json", (request) => {
    const { url } = request as unknown as Request;
    const query = new URLSearchParams(url.split("?")[1] ?? "");
    requests.push(query);

    const usernames = query.getAll("usernames[]");
    const userIds = query.getAll("user_ids[]").map(Number);
    const found = members.filter(
      (name) => usernames.includes(name) || userIds.includes(userIdOf(name))
    );
    return json(200, {
      identities: found.map((name) => ({
        user_id: userIdOf(name),
        username: name,
        card: people[name]!.card,
      })),
      missing: usernames.filter((name) => !found.includes(name as Name)),
    });
  });
  return requests;
}

/** A conversation that `from` started with `to`, as `to` or `viewer` is served it. */
export async function startedConversation({
  from = "jane" as Name,
  to = "pete" as Name,
  viewer = "pete" as Name,
  title = "A title",
  text = "A text",
  topicId = 501,
  postId = 9001,
} = {}): Promise<{ topic: Topic; post: Post }> {
  const author = await identityOf(from);
  const { roster, key, grants } = await createConversation({
    granter: author,
    members: [await cardOf(to)],
  });
  const [entry] = roster.entries;
  const common = { author, key, entry: entry!, revision: 1, latestRead: [] };

  const topic = {
    id: topicId,
    title: "Encrypted message",
    is_encrypted: true,
    encrypted_conversation: {
      id: roster.conversationId,
      roster: { sequence: 0, entry: entry!.encoded },
      title: await sealTitle({
        ...common,
        messageId: newMessageId(),
        text: title,
      }),
      keys: [
        {
          epoch: 1,
          grant: grants.get(userIdOf(viewer))!.get(1)!,
          granted_by_id: userIdOf(from),
        },
      ],
    },
    details: {
      allowed_users: [from, to].map((name) => ({
        id: userIdOf(name),
        username: name,
      })),
    },
  } as Topic;

  const post = {
    id: postId,
    post_number: 1,
    post_type: 1,
    topic_id: topicId,
    user_id: userIdOf(from),
    username: from,
    topic,
    encrypted_raw: await sealBody({
      ...common,
      messageId: newMessageId(),
      text,
      title,
    }),
  } as Post;

  return { topic, post };
}
